using System.Globalization;
using Partnership.Cli.Check;
using Partnership.Cli.Import;
using Partnership.Cli.Stack;
using RejectedRow = Partnership.Cli.Import.RejectedRow;

namespace Partnership.Cli.Watch;

/// <summary>How handing a drop in ended.</summary>
/// <param name="IsDone">Whether the hub took it in.</param>
/// <param name="Line">What to say of it.</param>
/// <param name="Waits">Whether it waits to be handed in: the hub has not said yes or no.</param>
internal sealed record DropResult(bool IsDone, string Line, bool Waits = false);

/// <summary>Hands one drop in and writes what came of it beside its files.</summary>
internal sealed class DropImport(GatewayClient council, string code, TimeProvider clock)
{
    /// <summary>What is written beside a drop that the hub has looked at.</summary>
    public const string Workbook = "findings.xlsx";

    /// <summary>What is written beside one that it could not be given.</summary>
    public const string Failure = "failed.txt";

    /// <summary>
    /// What lies beside a drop while it is handed in: the key under which the hub knows it, so that whoever asks again finds the same job, and the files that it
    /// was drawn for: mended while they wait, they are another request.
    /// </summary>
    public const string Key = "handing-in.key";

    public async Task<DropResult> RunAsync(Drop drop, CancellationToken ct)
    {
        var result = await HandInAsync(drop, ct);
        if (!result.Waits)
        {
            // Mended and dropped again, the same folder is another request.
            File.Delete(KeyOf(drop));
        }

        return result;
    }

    private async Task<DropResult> HandInAsync(Drop drop, CancellationToken ct)
    {
        try
        {
            var map = await ReturnMapFile.KeptByAsync(council, code, ct);
            var job = await ReturnUpload.RunAsync(council, code, drop.Year, drop.Folder, _ => { }, clock, ct, await KeyAsync(drop, ct));
            var findings = job.IsDone ? await ListAsync<ImportedFinding>(job, "findings", ct) : [];
            var rejected = job.IsDone ? await ListAsync<RejectedRow>(job, "rejected-rows", ct) : [];
            var held = job.IsDone ? await ListAsync<HeldChild>(job, "held-children", ct) : [];
            FindingsWorkbook.Write(Path.Combine(drop.Folder.FullName, Workbook), drop, job, await DropChildren.ReadAsync(drop, map, ct), findings, rejected, held);
            return job.IsDone
                ? new DropResult(true, string.Create(
                    CultureInfo.InvariantCulture, $"{job.Counts.Children:N0} children, {job.Counts.Held:N0} held, {job.Counts.RejectedRows:N0} rows given back, {job.Counts.Findings:N0} findings."))
                : new DropResult(false, $"{job.Problem?.Code}: {job.Problem?.Detail}");
        }
        catch (CommandFailedException away) when (away.MayPass)
        {
            return new DropResult(false, away.Message, Waits: true);
        }
        catch (CommandFailedException failure)
        {
            await File.WriteAllTextAsync(Path.Combine(drop.Folder.FullName, Failure), failure.Message + Environment.NewLine, ct);
            return new DropResult(false, failure.Message);
        }
    }

    private static async Task<string> KeyAsync(Drop drop, CancellationToken ct)
    {
        var path = KeyOf(drop);
        var files = string.Join('\n', drop.Folder.EnumerateFiles().Where(file => file.Name is not (Key or Workbook or Failure)).OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
        if (File.Exists(path) && (await File.ReadAllTextAsync(path, ct)).Split('\n', 2) is [var first, var drawnFor] && drawnFor == files && Guid.TryParse(first, out var kept))
        {
            return kept.ToString();
        }

        var key = Guid.NewGuid().ToString();
        await File.WriteAllTextAsync(path, $"{key}\n{files}", ct);
        return key;
    }

    private static string KeyOf(Drop drop) => Path.Combine(drop.Folder.FullName, Key);

    private async Task<List<T>> ListAsync<T>(ImportJob job, string list, CancellationToken ct)
    {
        var items = new List<T>();
        for (string? cursor = null; ;)
        {
            var page = await council.GetAsync<PageOf<T>>($"/api/v1/councils/{code}/imports/{job.Id}/{list}?limit=200{(cursor is null ? "" : $"&cursor={cursor}")}", ct);
            items.AddRange(page.Items);
            if ((cursor = page.Next) is null)
            {
                return items;
            }
        }
    }
}
