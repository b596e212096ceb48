using Partnership.PanelScheduling;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults;
using Partnership.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate", ..])
{
    var owner = builder.Configuration.GetConnectionString("owner") ?? throw new InvalidOperationException("ConnectionStrings:owner is not set.");
    await DatabaseMigration.MigrateAsync<PanelDbContext>(owner, options => new(options), TimeSpan.FromMinutes(2), CancellationToken.None);
    await PanelRights.ApplyAsync(owner, CancellationToken.None);
    return;
}

builder.AddServiceDefaults();
builder.AddPanelScheduling();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapPanelScheduling();
app.Run();
