using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.Faults;

/// <summary>An upload that was answered with 202: its job must end well, whatever happens to the hub meanwhile.</summary>
internal sealed record AcceptedImport(string Council, int Year, Guid Id);

/// <summary>Hands in simulated returns, each under an Idempotency-Key of its own, and follows their jobs to the end.</summary>
internal sealed class Imports(CarefulClient client, string returns)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentQueue<AcceptedImport> _accepted = new();
    private readonly ConcurrentQueue<string> _refused = new();

    public IReadOnlyCollection<AcceptedImport> Accepted => _accepted;

    /// <summary>Uploads refused for good: there is no reason for any.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    /// <summary>Has the command line tool simulate the returns of the region's councils into a folder.</summary>
    public static async Task SimulateAsync(string folder, int seed, decimal scale)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(built.Parent!.Parent!.FullName, "Cli", built.Name, "partnership-cli");
        var start = new ProcessStartInfo(
            program,
            ["simulate", "--region", "together4children", "--years", "2021-2025", "--seed", Invariant(seed), "--scale", Invariant(scale), "--out", folder])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"No returns could be simulated:\n{output}");
        }
    }

    /// <summary>Hands in one return and waits for the end of its job, or until told to stop.</summary>
    public async Task RunAsync(string council, int year, CancellationToken stop)
    {
        var key = Guid.NewGuid().ToString();
        using var response = await client.OfCouncilAsync(
            council,
            HttpMethod.Post,
            $"imports?year={Invariant(year)}",
            request =>
            {
                request.Content = Upload(Folder(council, year));
                request.Headers.Add("Idempotency-Key", key);
            },
            CancellationToken.None);
        if (!response.IsSuccessStatusCode)
        {
            _refused.Enqueue($"{council} {Invariant(year)}: {(int)response.StatusCode}");
            return;
        }

        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("id").GetGuid();
        _accepted.Enqueue(new AcceptedImport(council, year, id));
        while (!stop.IsCancellationRequested && !await IsOverAsync(council, id))
        {
            await Task.Delay(Poll, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How many children a return tells of, by its file.</summary>
    public int ChildrenIn(string council, int year) => File.ReadLines(Path.Combine(Folder(council, year), "header.csv")).Skip(1)
        .Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)])
        .Distinct(StringComparer.Ordinal)
        .Count();

    private async Task<bool> IsOverAsync(string council, Guid id)
    {
        using var response = await client.OfCouncilAsync(council, HttpMethod.Get, $"imports/{id}", _ => { }, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        var job = await response.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
        return job.GetProperty("state").GetString() is "done" or "failed";
    }

    private string Folder(string council, int year) => Path.Combine(returns, council, Invariant(year));

    private static MultipartFormDataContent Upload(string folder)
    {
        var content = new MultipartFormDataContent();
        foreach (var file in Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal))
        {
            var part = new StreamContent(File.OpenRead(file));
            part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            content.Add(part, "files", Path.GetFileName(file));
        }

        return content;
    }

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
