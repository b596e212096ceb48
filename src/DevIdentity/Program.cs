using Partnership.DevIdentity.Clients;
using Partnership.DevIdentity.SignIn;
using Partnership.DevIdentity.Tokens;
using Partnership.DevIdentity.Users;
using Partnership.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
if (!builder.Environment.IsDevelopment())
{
    // Anybody may sign in as anybody here: in any other environment that would be a breach, so it does not start.
    await Console.Error.WriteLineAsync($"DevIdentity signs anybody in and runs in Development only; this environment is {builder.Environment.EnvironmentName}.");
    return 1;
}

// What it signs it also checks, at userinfo: by the keys that it tells everybody else.
builder.Configuration["Authentication:Authority"] ??= builder.Configuration["DevIdentity:Issuer"] ?? new IssuerOptions().Issuer;
builder.AddServiceDefaults();
builder.Services.AddOptions<RegionOptions>().BindConfiguration("Region").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<IssuerOptions>().BindConfiguration("DevIdentity").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<RegisteredClients>();
builder.Services.AddSingleton<SeededUsers>();
builder.Services.AddSingleton<SigningKey>();
builder.Services.AddSingleton<TokenIssuer>();
builder.Services.AddSingleton<AuthorizationCodes>();

var app = builder.Build();
app.Services.GetRequiredService<SigningKey>();
app.UseServiceDefaults();
app.MapDiscovery();
app.MapSignIn();
app.MapTokens();
await app.RunAsync();
return 0;
