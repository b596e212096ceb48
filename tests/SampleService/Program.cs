// A service for the tests of LocalHosting: shows its variables, ends, hangs or falls ill when told to.
using System.Globalization;

if (args is ["end", var code])
{
    Console.WriteLine($"ending with {code}");
    return int.Parse(code, CultureInfo.InvariantCulture);
}

var app = WebApplication.CreateSlimBuilder(args).Build();
var healthy = true;
app.MapGet("/health", () => healthy ? Results.Ok() : Results.StatusCode(503));
app.MapPost("/health/{value}", (bool value) => healthy = value);
app.MapGet("/environment", () => Environment.GetEnvironmentVariables());
app.MapGet("/arguments", () => args);
app.MapPost("/say", async (HttpRequest request) => Console.WriteLine(await new StreamReader(request.Body).ReadToEndAsync()));
app.MapPost("/end/{exitCode:int}", (int exitCode) => Environment.Exit(exitCode));
await app.RunAsync();
return 0;
