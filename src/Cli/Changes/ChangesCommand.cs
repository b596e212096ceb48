using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Changes;

/// <summary><c>partnership changes</c>: the way back, for a case system's nightly job: the children whose record changed since last time.</summary>
internal static class ChangesCommand
{
    public static Command Create()
    {
        var council = new Option<string>("--council") { Description = "The council's three-digit number", Required = true };
        var after = new Option<string?>("--after") { Description = "Where to go on from, as the last time told it; without it from the beginning" };
        var place = new Option<FileInfo?>("--after-file") { Description = "A file that keeps where to go on from: read when it is there, written anew once everything has been printed" };
        var json = new Option<bool>("--json") { Description = "One to a line as JSON, and nothing else" };
        var command = StackConnection.Add(new Command("changes", "List the children whose record changed since the last time, each once, as it is now") { council, after, place, json });
        command.Add(SendCommand.Create());
        command.Validators.Add(result =>
        {
            if (result.GetValue(after) is not null && result.GetValue(place) is not null)
            {
                result.AddError("Name either --after or --after-file.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            var file = parsed.GetValue(place);
            using var client = StackConnection.Of(parsed).AsCouncil(parsed.GetValue(council)!);
            var now = await PrintAsync(
                client, parsed.GetValue(council)!, (file is null ? parsed.GetValue(after) : await ChangesPage.PlaceAsync(file, ct)) ?? string.Empty, parsed.GetValue(json), ct);
            if (file is null)
            {
                Terminal.Say($"Go on next time with --after {now}");
            }
            else
            {
                await ChangesPage.KeepAsync(file, now, ct);
            }

            return Verb.Done;
        });
        return command;
    }

    /// <summary>Prints page after page as they come; where to go on from next time.</summary>
    private static async Task<string> PrintAsync(GatewayClient council, string code, string after, bool asJson, CancellationToken ct)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("CHILD", "Version", "Changed (UTC)", "Stage", "Held", "Milestones");
        for (var more = true; more;)
        {
            var page = await ChangesPage.ReadAsync(council, code, after, ct);
            foreach (var item in page.Items)
            {
                if (asJson)
                {
                    Terminal.Print(item.GetRawText());
                    continue;
                }

                var change = item.Deserialize<Change>(JsonSerializerOptions.Web)!;
                table.AddRow([.. new[]
                {
                    change.LocalId, change.Version.ToString(CultureInfo.InvariantCulture), change.UpdatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                    change.Gone ? "gone" : change.Stage ?? "", change.Held ? "yes" : "",
                    string.Join(", ", change.Milestones.Select(milestone => string.Create(CultureInfo.InvariantCulture, $"{milestone.Kind} {milestone.Date:yyyy-MM-dd}"))),
                }.Select(Markup.Escape)]);
            }

            (after, more) = (page.After, page.More);
        }

        if (table.Rows.Count > 0)
        {
            Terminal.Output.Write(table);
        }
        else if (!asJson)
        {
            Terminal.Print("Nothing has changed.");
        }

        return after;
    }

    private sealed record Change(string LocalId, long Version, DateTimeOffset UpdatedAt, string? Stage, bool Held, IReadOnlyList<Milestone> Milestones, bool Gone = false);

    private sealed record Milestone(string Kind, DateOnly Date);
}
