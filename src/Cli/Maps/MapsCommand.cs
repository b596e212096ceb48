using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.Cli.AnnexA;
using Partnership.Cli.Check;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Maps;

/// <summary><c>partnership maps</c>: the map of its own headings and values that a council keeps in its hub, of the return's files or of Annex A workbooks.</summary>
internal static class MapsCommand
{
    private static readonly Option<string> Council = new("--council") { Description = "The council's three-digit number", Required = true };
    private static readonly Option<bool> Annex = new("--annex") { Description = "The map of Annex A workbooks; without it, that of the return's files" };

    public static Command Create() => new("maps", "See or confirm what a council's own files call headings and values") { Show(), Confirm() };

    private static Command Show()
    {
        var command = StackConnection.Add(new Command("show", "Print the map that is kept, as a file that can be changed and confirmed") { Council, Annex });
        command.SetAction(async (parsed, ct) =>
        {
            using var council = StackConnection.Of(parsed).AsCouncil(parsed.GetValue(Council)!);
            var (map, version) = await council.FindAsync<KeptMap>(PathOf(parsed), ct) ?? throw None();
            Terminal.Say(map.Confirmed);
            Terminal.Say($"Whoever changes this one confirms with --replaces {version?.Tag.Trim('"')}");
            Terminal.Print(MapFile.Write(new { map.Headings, map.Values }));
            return Verb.Done;
        });
        return command;
    }

    private static Command Confirm()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The map: what --suggest or maps show wrote, looked over" };
        var user = new Option<string>("--user") { Description = "Who has looked it over, and under whose name it is kept, such as social.worker.860", Required = true };
        var replaces = new Option<int>("--replaces")
        {
            Description = "The version that was looked over, as maps show tells it, so that nobody's map is replaced unseen; 1 while nobody has confirmed any", DefaultValueFactory = _ => 1,
        };
        var command = StackConnection.Add(new Command("confirm", "Confirm a map as a whole: what is handed in from then on is read by it") { file, Council, Annex, user, replaces });
        command.SetAction(async (parsed, ct) =>
        {
            // Before anybody is signed in: what is no map is said here, in the words of the file.
            var map = Read(parsed.GetValue(file)!, parsed.GetValue(Annex));
            using var person = StackConnection.Of(parsed).AsPerson(parsed.GetValue(user)!);
            var (kept, _) = await person.FindAsync<KeptMap>(PathOf(parsed), ct) ?? throw None();
            var version = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{parsed.GetValue(replaces)}\""));
            using var answer = await person.PutAsync(PathOf(parsed), () => JsonContent.Create(map), version, ct);
            var now = (await answer.Content.ReadFromJsonAsync<KeptMap>(ct))!;
            Terminal.Print(string.Create(
                CultureInfo.InvariantCulture,
                $"{now.Confirmed} It takes the place of one of {kept.Headings.Count} headings and {kept.Values.Count} values."));
            return Verb.Done;
        });
        return command;
    }

    private static CommandFailedException None() => new("The hub keeps no maps.");

    private static object Read(FileInfo file, bool isAnnex)
    {
        if (isAnnex)
        {
            var annex = MapFile.Read<AnnexMapFile>(file);
            annex.ToMap();
            return new { headings = (annex.Headings ?? []).Select(heading => heading with { Alternatives = null }), values = (annex.Values ?? []).Select(value => value with { Count = null, Alternatives = null }) };
        }

        var map = MapFile.Read<ReturnMapFile>(file);
        map.ToMap();
        return new { headings = (map.Headings ?? []).Select(heading => heading with { Alternatives = null }), values = (map.Values ?? []).Select(value => value with { Count = null, Alternatives = null }) };
    }

    private static string PathOf(ParseResult parsed) => $"/api/v1/councils/{parsed.GetValue(Council)}/{(parsed.GetValue(Annex) ? "annex-map" : "return-map")}";

    /// <summary>A map as the hub keeps it.</summary>
    private sealed record KeptMap(IReadOnlyList<JsonElement> Headings, IReadOnlyList<JsonElement> Values, string? ConfirmedBy, DateTimeOffset? ConfirmedAt)
    {
        public string Confirmed => ConfirmedBy is null ? "Nobody has confirmed a map yet." : string.Create(
            CultureInfo.InvariantCulture, $"{Headings.Count} headings and {Values.Count} values, confirmed by {ConfirmedBy} on {ConfirmedAt:yyyy-MM-dd}.");
    }
}
