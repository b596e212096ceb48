using Partnership.Gateway;
using Partnership.Gateway.ApiDescription;
using Partnership.Gateway.Docs;
using Partnership.Gateway.Forwarding;
using Partnership.Gateway.Headers;
using Partnership.Gateway.Limits;
using Partnership.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<RegionOptions>().BindConfiguration("Region").ValidateDataAnnotations().ValidateOnStart();
builder.AddKestrelLimits();
builder.Services.AddSingleton<ClientRateLimits>();
builder.Services.AddSingleton<ServiceLimits>();
builder.AddForwarding();
builder.Services.AddMergedApi();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseServiceDefaults(afterAuthentication: app => app.UseClientRateLimits());
app.MapForwarding();
app.MapMergedApi();
app.MapDocs();
app.Run();
