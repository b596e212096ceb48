using System.CommandLine;
using System.Globalization;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Indicators;

/// <summary><c>partnership indicators</c>: the region's figures as hub operations see them, or as one council does.</summary>
internal static class IndicatorsCommand
{
    private const string HubOperations = "hub-operations";

    public static Command Create()
    {
        var to = new Option<DateOnly?>("--to") { Description = "The 31 March that ends the three years; the latest when left out" };
        var council = new Option<string?>("--council") { Description = "Ask as this council's own client, which sees its own figures in full" };
        var json = new Option<bool>("--json") { Description = "Print the answer as it came, and nothing else" };
        var command = StackConnection.Add(new Command("indicators", "Show the adoption indicators A1, A2, A3 and A10") { to, council, json });
        command.SetAction(async (parsed, ct) =>
        {
            var stack = StackConnection.Of(parsed);
            using var gateway = parsed.GetValue(council) is { } code ? stack.AsCouncil(code) : stack.AsClient(HubOperations);
            var path = PathFor(parsed.GetValue(to));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(await gateway.GetTextAsync(path, ct));
            }
            else
            {
                IndicatorTable.Write(await gateway.GetAsync<IndicatorAnswer>(path, ct));
            }

            return Verb.Done;
        });
        return command;
    }

    public static string PathFor(DateOnly? to) => to is { } day
        ? $"/api/v1/region/indicators?to={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
        : "/api/v1/region/indicators";
}
