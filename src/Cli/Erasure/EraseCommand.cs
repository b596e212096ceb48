using System.CommandLine;
using System.Net.Http.Json;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Erasure;

/// <summary><c>partnership erase</c>: a council's Caldicott guardian erases a child's record.</summary>
internal static class EraseCommand
{
    private static readonly string[] Reasons = ["made-in-error", "duplicate", "request-upheld"];

    public static Command Create()
    {
        var child = new Argument<string>("CHILD") { Description = "The child, by the council's own number" };
        var council = new Option<string>("--council") { Description = "The council's three-digit number", Required = true };
        var user = new Option<string>("--user") { Description = "The council's Caldicott guardian, under whose name it is recorded, such as caldicott.guardian.860", Required = true };
        var reason = new Option<string>("--reason") { Description = string.Join(", ", Reasons), Required = true };
        var isSure = new Option<bool>("--yes") { Description = "Erase it; without it say what would be erased, and nothing else" };
        reason.AcceptOnlyFromAmong(Reasons);
        var command = StackConnection.Add(
            new Command("erase", "Erase a child's record: refused for one who stands in a record of others, or in one that is kept by law") { child, council, user, reason, isSure });
        command.SetAction(async (parsed, ct) =>
        {
            var children = $"/api/v1/councils/{parsed.GetValue(council)}/children";
            using var guardian = StackConnection.Of(parsed).AsPerson(parsed.GetValue(user)!);

            // In the body, never in an address: addresses end up in logs.
            using var search = await guardian.PostAsync($"{children}/search", () => JsonContent.Create(new { localId = parsed.GetValue(child) }), null, ct);
            var found = (await search.Content.ReadFromJsonAsync<Found>(ct))!.Items is [var one]
                ? one
                : throw new CommandFailedException("The council has no child of this number.", "Nothing was erased.");
            var path = $"{children}/{found.Id}";
            var (_, version) = await guardian.FindAsync<Entry>(path, ct) ?? throw new CommandFailedException("The child's record is gone.", "Nothing was erased.");
            if (!parsed.GetValue(isSure))
            {
                Terminal.Print($"{found.LocalId} is {found.Id}{(found.Stage is null ? "" : $", {found.Stage}")}. Rows of returns, findings, milestones and what was written of the child alone would be erased for good.");
                Terminal.Say("Mend the case system first: its next return or feed would bring the child again. Then the same with --yes.");
                return Verb.Findings;
            }

            using var erased = await guardian.DeleteAsync($"{path}?reason={parsed.GetValue(reason)}", version, ct);
            Terminal.Print($"{found.Id} is erased.");
            return Verb.Done;
        });
        return command;
    }

    private sealed record Found(IReadOnlyList<Entry> Items);

    private sealed record Entry(Guid Id, string LocalId, string? Stage);
}
