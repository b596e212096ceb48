using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Parked;

/// <summary><c>partnership parked</c>: what an operator does with messages that could not be sent or consumed.</summary>
internal static class ParkedCommand
{
    private static readonly Argument<Guid> Id = new("ID") { Description = "The message's id, as the list shows it" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the list as JSON, and nothing else" };

    public static Command Create() => new("parked", "See, replay and discard messages that could not be sent or consumed")
    {
        List(), Show(), Replay(), Discard(),
    };

    private static Command List()
    {
        var command = New("list", "List what is parked, the oldest first in each service", Json);
        command.SetAction(async (parsed, ct) =>
        {
            using var gateway = StackConnection.Of(parsed).AsClient("operator");
            var found = new List<(ParkedService At, ParkedMessage Message)>();
            var unasked = await EachAsync(parsed, async service =>
            {
                await foreach (var message in gateway.ListAsync<ParkedMessage>(service.Path, ct))
                {
                    found.Add((service, message));
                }
            }, ct);

            if (parsed.GetValue(Json))
            {
                Terminal.Print(System.Text.Json.JsonSerializer.Serialize(
                    found.Select(each => new { at = each.At.Name, message = each.Message }), System.Text.Json.JsonSerializerOptions.Web));
            }
            else
            {
                Write(found, unasked);
            }

            return found.Count + unasked == 0 ? Verb.Done : Verb.Findings;
        });
        return command;
    }

    private static Command Show()
    {
        var command = New("show", "Show one parked message: ids, name, reason, attempts and times; nobody sees its content", Id);
        command.SetAction(async (parsed, ct) =>
        {
            using var gateway = StackConnection.Of(parsed).AsClient("operator");
            var (service, message, _) = await FindAsync(gateway, parsed, ct);
            Write([(service, message)], 0);
            return Verb.Done;
        });
        return command;
    }

    private static Command Replay()
    {
        var id = new Argument<Guid?>("ID") { Description = "The message's id", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every message that is parked" };
        var command = New("replay", "Try a parked message, or all of them, again", id, all);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(id) is null) == !result.GetValue(all))
            {
                result.AddError("Name a message or give --all.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            using var gateway = StackConnection.Of(parsed).AsClient("operator");
            if (parsed.GetValue(id) is { } one)
            {
                var (service, _, version) = await FindAsync(gateway, parsed, one, ct);
                using var answer = await gateway.PostAsync($"{service.Path}/{one}/replay", () => null, version, ct);
                Terminal.Print($"{service.Name}: 1 message is tried again.");
                return Verb.Done;
            }

            var unasked = await EachAsync(parsed, async service =>
            {
                using var answer = await gateway.PostAsync($"{service.Path}/replay", () => null, null, ct);
                var replayed = (await answer.Content.ReadFromJsonAsync<Replayed>(ct))!.Count;
                Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{service.Name}: {replayed} messages are tried again."));
            }, ct);
            return unasked == 0 ? Verb.Done : Verb.Findings;
        });
        return command;
    }

    private static Command Discard()
    {
        var reason = new Option<string>("--reason") { Description = "Why it may be lost: one line, kept in the audit trail", Required = true };
        var command = New("discard", "Throw a parked message away", Id, reason);
        command.SetAction(async (parsed, ct) =>
        {
            using var gateway = StackConnection.Of(parsed).AsClient("operator");
            var (service, message, version) = await FindAsync(gateway, parsed, ct);
            var body = new { reason = parsed.GetValue(reason) };
            using var answer = await gateway.PostAsync($"{service.Path}/{message.MessageId}/discard", () => JsonContent.Create(body), version, ct);
            Terminal.Print($"{service.Name}: {message.Name} {message.MessageId} is discarded.");
            return Verb.Done;
        });
        return command;
    }

    private static Command New(string name, string description, params Symbol[] symbols)
    {
        var command = StackConnection.Add(new Command(name, description) { ParkedService.At });
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        return command;
    }

    /// <summary>
    /// Asks every service that was chosen. One that does not answer now is named, and keeps nobody from the others; when none answers, that is what went wrong.
    /// </summary>
    /// <returns>How many did not answer.</returns>
    private static async Task<int> EachAsync(ParseResult parsed, Func<ParkedService, Task> ask, CancellationToken ct)
    {
        var services = await ParkedService.ChosenAsync(parsed, ct);
        var away = new List<(ParkedService At, CommandFailedException Why)>();
        foreach (var service in services)
        {
            try
            {
                await ask(service);
            }
            catch (CommandFailedException failure) when (failure.MayPass)
            {
                away.Add((service, failure));
                if (away.Count == services.Count)
                {
                    throw;
                }
            }
        }

        away.ForEach(each => Terminal.Say($"not asked: {each.At.Name}: {each.Why.Message}"));
        return away.Count;
    }

    private static Task<(ParkedService At, ParkedMessage Message, EntityTagHeaderValue? Version)> FindAsync(GatewayClient gateway, ParseResult parsed, CancellationToken ct) =>
        FindAsync(gateway, parsed, parsed.GetValue(Id), ct);

    private static async Task<(ParkedService At, ParkedMessage Message, EntityTagHeaderValue? Version)> FindAsync(
        GatewayClient gateway, ParseResult parsed, Guid id, CancellationToken ct)
    {
        (ParkedService, ParkedMessage, EntityTagHeaderValue?)? found = null;
        var unasked = await EachAsync(parsed, async service =>
        {
            if (found is null && await gateway.FindAsync<ParkedMessage>($"{service.Path}/{id}", ct) is var (message, version))
            {
                found = (service, message, version);
            }
        }, ct);
        return found ?? throw new CommandFailedException(
            unasked == 0 ? $"No message {id} is parked." : $"No message {id} is parked where somebody answered.", "./partnership parked list shows what is.");
    }

    private static void Write(List<(ParkedService At, ParkedMessage Message)> found, int unasked)
    {
        if (found.Count == 0)
        {
            Terminal.Print(unasked == 0 ? "Nothing is parked." : "Nothing is parked where somebody answered.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in (string[])["At", "Message", "Way", "Name", "Tried", "Parked (UTC)", "Reason"])
        {
            table.AddColumn(heading);
        }

        foreach (var (at, message) in found)
        {
            table.AddRow(((string[])[
                at.Name, message.MessageId.ToString(), message.Outgoing ? "out" : "in", message.Name, message.Attempts.ToString(CultureInfo.InvariantCulture),
                message.ParkedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), message.Reason]).Select(Markup.Escape).ToArray());
        }

        Terminal.Output.Write(table);
    }

    private sealed record Replayed([property: System.Text.Json.Serialization.JsonPropertyName("replayed")] int Count);
}
