using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Changes;

/// <summary><c>partnership changes send</c>: sends a file of the daily feed as the council's case system does.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A JSON array of records of the daily feed, however many" };
        var council = new Option<string>("--council") { Description = "The council's three-digit number", Required = true };
        var command = StackConnection.Add(new Command("send", "Send records of the daily feed, in batches; exit code 1 when some are refused, and the others hold") { file, council });
        command.SetAction(async (parsed, ct) =>
        {
            var (records, code) = (parsed.GetValue(file)!, parsed.GetValue(council)!);

            // To its end before the first is sent: half a file would be half a day.
            var count = await Read(records, ct).CountAsync(ct);
            if (count == 0)
            {
                throw new CommandFailedException($"{records.Name} holds no record.", "Nothing was sent.");
            }

            using var client = StackConnection.Of(parsed).AsCouncil(code);
            var sent = await RecordBatches.SendAsync(client, $"/api/v1/councils/{code}/changes", Read(records, ct), count, $"{code} records", Say, ct);
            Terminal.Print(sent.Summary("records"));
            return sent.Refused == 0 ? Verb.Done : Verb.Findings;
        });
        return command;
    }

    private static void Say(int index, JsonElement record, RecordProblem problem)
    {
        var child = record.ValueKind == JsonValueKind.Object && record.TryGetProperty("la_child_id", out var id) && id.ValueKind == JsonValueKind.String ? $", child {id.GetString()}" : "";
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Record {index + 1}{child}: {problem.Code}{(problem.Field is null ? "" : $" ({problem.Field})")}: {problem.Detail}"));
    }

    /// <summary>The records one after the other, however long the file is.</summary>
    private static async IAsyncEnumerable<JsonElement> Read(FileInfo file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = file.OpenRead();
        await using var records = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, JsonSerializerOptions.Web, ct).GetAsyncEnumerator(ct);
        while (true)
        {
            try
            {
                if (!await records.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (JsonException broken)
            {
                throw new CommandFailedException($"{file.Name} is no JSON array of records.", "Nothing was sent.", broken);
            }

            yield return records.Current;
        }
    }
}
