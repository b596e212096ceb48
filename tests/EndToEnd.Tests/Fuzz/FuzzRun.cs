using System.Globalization;
using Partnership.EndToEnd.Tests.Canary;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>Hostile requests to every operation of the running system, and what is left of them afterwards.</summary>
internal sealed class FuzzRun(RunningStack stack, FuzzTarget target, int seed, int requests)
{
    public const string Kept = "nothing of it is kept where people look";
    public const string Alive = "every process lives on";
    public const string Ended = "every accepted upload ends";

    private static readonly string[] TablesOfMessages = ["outbox", "inbox", "retry", "parked"];

    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    public Fuzzer Fuzzer { get; } = new(target, seed, requests);

    /// <summary>Asks the operations one after the other.</summary>
    /// <param name="only">Those whose name contains this.</param>
    /// <param name="request">One of the requests to each alone.</param>
    /// <param name="progress">Told of each operation before it is asked.</param>
    /// <param name="ct">Ends the run after the request under way.</param>
    public async Task<IReadOnlyList<Finding>> RunAsync(string only = "", int? request = null, Action<int, int, string>? progress = null, CancellationToken ct = default)
    {
        var before = stack.Services.ToDictionary(service => service, stack.ProcessOf);
        var chosen = target.Operations.Where(operation => operation.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        var left = new List<Finding>();
        foreach (var (index, operation) in chosen.Index())
        {
            progress?.Invoke(index, chosen.Count, operation.Name);
            await Fuzzer.RunAsync(operation, request, ct: ct);
            if (requests > 100)
            {
                // A long run looks as it goes and forgets.
                left.AddRange(await LeftAsync(operation.Name));
                stack.Telemetry.Forget();
            }
        }

        await UploadsEndedAsync(left);
        left.AddRange(await LeftAsync("all"));
        left.AddRange(before.Where(each => stack.ProcessOf(each.Key) != each.Value).Select(each => new Finding(Alive, "all", -1, "", $"{each.Key} was started anew")));
        return [.. Fuzzer.Findings, .. left];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {seed}, {Fuzzer.Statuses.Values.Sum()} requests, {Fuzzer.Tricks.Count} tricks, the longest answer took {Fuzzer.Longest.TotalSeconds:0.0} s; {string.Join(", ", Fuzzer.Statuses.Select(status => $"{status.Key} × {status.Value}"))}");

    /// <summary>Tables keep what a caller sends, that is what they are for; but not those of messages, nor another council's hub.</summary>
    private async Task<List<Finding>> LeftAsync(string operation) =>
    [
        .. (await new Places(stack).FindAsync(Fuzzer.Marker))
            .Where(hit => !hit.Place.StartsWith(Places.Table, StringComparison.Ordinal)
                || TablesOfMessages.Contains(hit.Place.Split('.')[^1])
                || (hit.Place.StartsWith($"{Places.Table}locality_hub_", StringComparison.Ordinal) && !hit.Place.StartsWith($"{Places.Table}locality_hub_{target.Council}.", StringComparison.Ordinal)))
            .Where(hit => _found.Add(hit.Place))
            .Select(hit => new Finding(Kept, operation, -1, "", hit.Place)),
    ];

    private async Task UploadsEndedAsync(List<Finding> left)
    {
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    using var list = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/councils/{target.Council}/imports?limit=200");
                    list.Headers.Authorization = new("Bearer", target.Token(Roles.CaseSystem));
                    using var answer = await stack.Gateway.SendAsync(list);
                    var jobs = await answer.Content.ReadAsStringAsync();
                    return !jobs.Contains("\"queued\"", StringComparison.Ordinal) && !jobs.Contains("\"running\"", StringComparison.Ordinal);
                },
                "the end of all imports");
        }
        catch (Exception exception)
        {
            left.Add(new Finding(Ended, "POST /api/v1/councils/{code}/imports", -1, "", exception.Message));
        }
    }
}
