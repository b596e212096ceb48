using Partnership.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
switch (args.FirstOrDefault(argument => !argument.StartsWith('-')))
{
    case "migrate":
        return await MigrateHubs.RunAsync(builder.Configuration, Console.Out, CancellationToken.None);
    case "raise-epoch":
        return await RaiseEpoch.RunAsync(builder.Configuration, Console.Out, CancellationToken.None);
}

builder.AddServiceDefaults();
builder.AddLocalityHub();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapLocalityHub();
await app.RunAsync();
return 0;
