using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Changes;

/// <summary>Sends records to a hub in batches of as many as it takes at a time; what is wrong with one keeps none of the others back.</summary>
internal static class RecordBatches
{
    private const int Size = 100;

    /// <param name="council">As whom they are sent.</param>
    /// <param name="path">Where to.</param>
    /// <param name="records">The records, in the order in which they are sent.</param>
    /// <param name="count">How many there are, for the bar.</param>
    /// <param name="what">What they are, such as children.</param>
    /// <param name="refused">Told of each that was refused, when all of them have been sent: its place from 0, the record, and why.</param>
    /// <param name="ct">Stops sending.</param>
    public static async Task<SentRecords> SendAsync<T>(
        GatewayClient council, string path, IAsyncEnumerable<T> records, int count, string what, Action<int, T, RecordProblem> refused, CancellationToken ct)
    {
        var sent = new SentRecords(0, 0, 0, 0);
        var problems = new List<(int Index, T Record, RecordProblem Problem)>();
        await Terminal.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask(what, maxValue: Math.Max(1, count));
            await foreach (var batch in records.Chunk(Size).WithCancellation(ct))
            {
                using var response = await council.PostAsync(path, () => JsonContent.Create(batch), null, ct);
                var answer = (await response.Content.ReadFromJsonAsync<Answer>(JsonSerializerOptions.Web, ct))!;
                problems.AddRange(answer.Results.Where(result => result.Problem is not null).Select(result => (sent.Count + result.Index, batch[result.Index], result.Problem!)));
                sent = new SentRecords(sent.Count + batch.Length, sent.Applied + answer.Applied, sent.Unchanged + answer.Unchanged, sent.Refused + answer.Refused);
                bar.Increment(batch.Length);
            }
        });
        problems.ForEach(each => refused(each.Index, each.Record, each.Problem));
        return sent;
    }

    private sealed record Answer(int Applied, int Unchanged, int Refused, IReadOnlyList<Result> Results);

    private sealed record Result(int Index, RecordProblem? Problem);
}

/// <summary>What became of records that were sent.</summary>
internal sealed record SentRecords(int Count, int Applied, int Unchanged, int Refused)
{
    public string Summary(string what) => string.Create(CultureInfo.InvariantCulture, $"Sent {Count} {what}: {Applied} changed, {Unchanged} as they were, {Refused} refused");
}

/// <summary>Why a record was refused.</summary>
internal sealed record RecordProblem(string Code, string Detail, string? Field);
