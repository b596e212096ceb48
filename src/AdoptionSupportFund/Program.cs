using Partnership.AdoptionSupportFund;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.ServiceDefaults;
using Partnership.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate", ..])
{
    var owner = builder.Configuration.GetConnectionString("owner") ?? throw new InvalidOperationException("ConnectionStrings:owner is not set.");
    await DatabaseMigration.MigrateAsync<FundDbContext>(owner, options => new(options), TimeSpan.FromMinutes(2), CancellationToken.None);
    await FundRights.ApplyAsync(owner, CancellationToken.None);
    await PackSeeding.RunAsync(owner, TimeProvider.System, CancellationToken.None);
    return;
}

builder.AddServiceDefaults();
builder.AddSupportFund();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapSupportFund();
app.Run();
