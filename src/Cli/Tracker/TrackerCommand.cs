using System.CommandLine;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Tracker;

/// <summary><c>partnership tracker</c>: children with a plan for adoption, by stage and by how long they have waited.</summary>
internal static class TrackerCommand
{
    public const string Path = "/api/v1/region/tracker";

    public static Command Create()
    {
        var council = new Option<string?>("--council") { Description = "Ask as this council's own client, which sees its own figures in full" };
        var json = new Option<bool>("--json") { Description = "Print the answer as it came, and nothing else" };
        var command = StackConnection.Add(new Command("tracker", "Show children by stage, wait and council") { council, json });
        command.SetAction(async (parsed, ct) =>
        {
            var stack = StackConnection.Of(parsed);
            using var gateway = parsed.GetValue(council) is { } code ? stack.AsCouncil(code) : stack.AsClient("hub-operations");
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(await gateway.GetTextAsync(Path, ct));
            }
            else
            {
                TrackerTable.Write(await gateway.GetAsync<TrackerAnswer>(Path, ct));
            }

            return Verb.Done;
        });
        return command;
    }
}
