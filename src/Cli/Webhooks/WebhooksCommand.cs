using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Webhooks;

/// <summary><c>partnership webhooks</c>: the calls by which a council's hub tells another system that there is something to fetch.</summary>
internal static class WebhooksCommand
{
    private const int Shown = 50;
    private static readonly Option<string> Council = new("--council") { Description = "The council's three-digit number", Required = true };
    private static readonly Argument<Guid> Id = new("ID") { Description = "The webhook's id, as webhooks list shows it" };

    public static Command Create() => new("webhooks", "See, make and remove the webhooks of a council, see how their calls went, and have one made again")
    {
        List(), Make(), Remove(), Deliveries(), Replay(),
    };

    private static Command List()
    {
        var command = StackConnection.Add(new Command("list", "List the webhooks") { Council });
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("Webhook", "Calls", "Made (UTC)");
            await foreach (var webhook in council.ListAsync<Webhook>(path, ct))
            {
                table.AddRow([.. new[] { webhook.Id.ToString(), webhook.Url, Time(webhook.CreatedAt) }.Select(Markup.Escape)]);
            }

            return Write(table);
        }));
        return command;
    }

    private static Command Make()
    {
        var url = new Argument<string>("URL") { Description = "Where to call: an https address" };
        var file = new Option<FileInfo>("--secret-file") { Description = "A new file for the key of the signatures, which is told this once; nobody else may read it", Required = true };
        var command = StackConnection.Add(new Command("create", "Have another system called when there is something to fetch") { url, Council, file });
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            // First the file: a key that cannot be kept is lost, since nobody is told it twice.
            await using var secret = NewFolder.CreateFile(parsed.GetValue(file)!.FullName);
            try
            {
                using var answer = await council.PostAsync(path, () => JsonContent.Create(new { url = parsed.GetValue(url) }), null, ct);
                var made = (await answer.Content.ReadFromJsonAsync<MadeWebhook>(ct))!;
                await secret.WriteAsync(System.Text.Encoding.ASCII.GetBytes(made.Secret + "\n"), ct);
                Terminal.Print(made.Id.ToString());
            }
            catch
            {
                parsed.GetValue(file)!.Delete();
                throw;
            }

            Terminal.Say($"Its signatures are made with the key in {parsed.GetValue(file)!.FullName}. A first call, ping, is on its way: ./partnership webhooks deliveries shows how it went.");
            return Verb.Done;
        }));
        return command;
    }

    private static Command Remove()
    {
        var command = StackConnection.Add(new Command("remove", "Remove a webhook with its calls") { Id, Council });
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            var one = $"{path}/{parsed.GetValue(Id)}";
            var (webhook, version) = await council.FindAsync<Webhook>(one, ct) ?? throw new CommandFailedException($"The council has no webhook {parsed.GetValue(Id)}.", "./partnership webhooks list shows them.");
            using var answer = await council.DeleteAsync(one, version, ct);
            Terminal.Print($"{webhook.Url} is called no more.");
            return Verb.Done;
        }));
        return command;
    }

    private static Command Deliveries()
    {
        var json = new Option<bool>("--json") { Description = "One to a line as JSON, and nothing else" };
        var command = StackConnection.Add(new Command("deliveries", $"List the newest {Shown} calls of a webhook; exit code 1 when one has been given up") { Id, Council, json });
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            var page = await council.GetAsync<DeliveryPage>(string.Create(CultureInfo.InvariantCulture, $"{path}/{parsed.GetValue(Id)}/deliveries?limit={Shown}"), ct);
            var table = new Table().Border(TableBorder.Simple).AddColumns("Call", "Event", "State", "Tried", "Answer", "Noted (UTC)", "Next (UTC)", "Delivered (UTC)");
            foreach (var call in page.Items)
            {
                if (parsed.GetValue(json))
                {
                    Terminal.Print(System.Text.Json.JsonSerializer.Serialize(call, System.Text.Json.JsonSerializerOptions.Web));
                }

                table.AddRow([.. new[]
                {
                    call.Id.ToString(), call.Event, call.State, call.Attempts.ToString(CultureInfo.InvariantCulture), call.Fault ?? call.Status?.ToString(CultureInfo.InvariantCulture) ?? "",
                    Time(call.CreatedAt), Time(call.NextAt), Time(call.DeliveredAt),
                }.Select(Markup.Escape)]);
            }

            _ = parsed.GetValue(json) ? Verb.Done : Write(table);
            return page.Items.Any(call => call.State == "given-up") ? Verb.Findings : Verb.Done;
        }));
        return command;
    }

    private static Command Replay()
    {
        var call = new Argument<Guid>("CALL") { Description = "The call's id, as webhooks deliveries shows it" };
        var command = StackConnection.Add(new Command("replay", "Have a call made again, with three more days to arrive; its id and body stay the same") { Id, call, Council });
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            using var answer = await council.PostAsync($"{path}/{parsed.GetValue(Id)}/deliveries/{parsed.GetValue(call)}/replay", () => null, null, ct);
            var again = (await answer.Content.ReadFromJsonAsync<Delivery>(ct))!;
            Terminal.Print($"{again.Event} {again.Id} is {again.State}.");
            return Verb.Done;
        }));
        return command;
    }

    private static async Task<int> InCouncilAsync(ParseResult parsed, Func<GatewayClient, string, Task<int>> run)
    {
        var code = parsed.GetValue(Council)!;
        using var council = StackConnection.Of(parsed).AsCouncil(code);
        return await run(council, $"/api/v1/councils/{code}/webhooks");
    }

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static int Write(Table table)
    {
        if (table.Rows.Count == 0)
        {
            Terminal.Print("There are none.");
        }
        else
        {
            Terminal.Output.Write(table);
        }

        return Verb.Done;
    }

    private sealed record Webhook(Guid Id, string Url, DateTimeOffset CreatedAt);

    private sealed record MadeWebhook(Guid Id, string Secret);

    private sealed record DeliveryPage(IReadOnlyList<Delivery> Items);

    private sealed record Delivery(
        Guid Id, string Event, string State, int Attempts, int? Status, string? Fault, DateTimeOffset CreatedAt, DateTimeOffset? NextAt, DateTimeOffset? DeliveredAt);
}
