using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Identities;

/// <summary><c>partnership identities</c>: records of a council that may be of the same child as another council's, and what a named person says to it.</summary>
internal static class IdentitiesCommand
{
    private const string Matches = "/api/v1/region/identity-matches";
    private static readonly string[] Answers = ["same-child", "different-children"];
    private static readonly Option<string> User = new("--user") { Description = "Who looks, and under whose name an answer is kept, such as social.worker.860", Required = true };

    public static Command Create() => new("identities", "See candidates for one child in two councils, and answer one: never joined, answered by a named person of each council") { List(), Answer() };

    private static Command List()
    {
        var open = new Option<bool>("--open") { Description = "Those alone that wait for an answer" };
        var json = new Option<bool>("--json") { Description = "One to a line as JSON, and nothing else" };
        var command = StackConnection.Add(new Command("list", "List the candidates of one's own councils, with the child in each") { User, open, json });
        command.SetAction(async (parsed, ct) =>
        {
            using var person = StackConnection.Of(parsed).AsPerson(parsed.GetValue(User)!);
            var table = new Table().Border(TableBorder.Simple).AddColumns("Match", "State", "By", "Found (UTC)", "Council", "CHILD", "Answer", "Other council", "Its answer", "Whom to talk to");
            await foreach (var item in person.ListAsync<JsonElement>($"{Matches}{(parsed.GetValue(open) ? "?open=true" : "")}", ct))
            {
                if (parsed.GetValue(json))
                {
                    Terminal.Print(item.GetRawText());
                    continue;
                }

                var match = item.Deserialize<Match>(JsonSerializerOptions.Web)!;
                foreach (var own in match.Own)
                {
                    var other = (match.Others is [var first, ..] ? first : null) ?? match.Own.Where(side => side != own).Select(side => new Other(side.Council, side.Answer, side.AnsweredBy)).First();
                    table.AddRow([.. new[]
                    {
                        match.Id.ToString(), match.State, string.Join(", ", match.By), match.FoundAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                        own.Council, await ChildOfAsync(person, own, ct), own.Answer ?? "", other.Council, other.Answer ?? "", other.AnsweredBy ?? "",
                    }.Select(Markup.Escape)]);
                }
            }

            if (table.Rows.Count > 0)
            {
                Terminal.Output.Write(table);
            }
            else if (!parsed.GetValue(json))
            {
                Terminal.Print("There are none.");
            }

            return Verb.Done;
        });
        return command;
    }

    private static Command Answer()
    {
        var id = new Argument<Guid>("MATCH") { Description = "The match's id, as identities list shows it" };
        var answer = new Argument<string>("ANSWER") { Description = string.Join(" or ", Answers) };
        answer.AcceptOnlyFromAmong(Answers);
        var council = new Option<string?>("--council") { Description = "For which council, three digits; only for somebody who works for both" };
        var command = StackConnection.Add(new Command("answer", "Say for one's own council whether both records are of one child; an answer may be changed") { id, answer, User, council });
        command.SetAction(async (parsed, ct) =>
        {
            using var person = StackConnection.Of(parsed).AsPerson(parsed.GetValue(User)!);
            var path = $"{Matches}/{parsed.GetValue(id)}";
            var (_, version) = await person.FindAsync<JsonElement>(path, ct) ?? throw new CommandFailedException("There is no such candidate match for you.", "./partnership identities list shows those that there are.");
            var body = new { answer = parsed.GetValue(answer), council = parsed.GetValue(council) };
            using var response = await person.PostAsync($"{path}/answer", () => JsonContent.Create(body), version, ct);
            var now = (await response.Content.ReadFromJsonAsync<Match>(ct))!;
            Terminal.Print(now.State switch
            {
                "confirmed" => $"Confirmed by both councils. Talk to {string.Join(", ", now.Others.Select(other => $"{other.AnsweredBy} of {other.Council}"))}: each council's record stays its own.",
                "candidate" => "Kept. A person of the other council has not answered yet.",
                _ => "Kept: the records are of different children.",
            });
            return Verb.Done;
        });
        return command;
    }

    /// <summary>Whose record it is, as the council's own hub tells it; nobody's once it has none.</summary>
    private static async Task<string> ChildOfAsync(GatewayClient person, Own own, CancellationToken ct) =>
        await person.FindAsync<Child>($"/api/v1/councils/{own.Council}/identities/{own.Reference}", ct) is var (child, _) ? child.LocalId : "nobody";

    private sealed record Match(
        [property: System.Text.Json.Serialization.JsonPropertyName("match")] Guid Id, string State, IReadOnlyList<string> By, DateTimeOffset FoundAt, IReadOnlyList<Own> Own, IReadOnlyList<Other> Others);

    private sealed record Own(string Council, Guid Reference, string? Answer, string? AnsweredBy);

    private sealed record Other(string Council, string? Answer, string? AnsweredBy);

    private sealed record Child(string LocalId);
}
