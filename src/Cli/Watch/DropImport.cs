using System.Globalization;
using Partnership.CaseData.Ssda903;
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
internal sealed class DropImport(GatewayClient council, string code, Notices notices, TimeProvider clock)
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
        DropResult result;
        try
        {
            result = await HandInAsync(drop, await ReturnMapFile.KeptByAsync(council, code, ct), ct);
        }
        catch (CommandFailedException away) when (away.MayPass)
        {
            return new DropResult(false, away.Message, Waits: true);
        }
        catch (CommandFailedException failure)
        {
            result = Fail(drop, failure.Message);
        }

        // Mended and dropped again, the same folder is another request.
        notices.Try(drop.Name, () => File.Delete(KeyOf(drop)));
        return result;
    }

    private async Task<DropResult> HandInAsync(Drop drop, ReturnMap map, CancellationToken ct)
    {
        ImportJob? job = null;
        try
        {
            job = await ReturnUpload.RunAsync(council, code, drop.Year, drop.Folder, _ => { }, clock, ct, await KeyAsync(drop, ct));
            var findings = job.IsDone ? await ListAsync<ImportedFinding>(job, "findings", ct) : [];
            var rejected = job.IsDone ? await ListAsync<RejectedRow>(job, "rejected-rows", ct) : [];
            var held = job.IsDone ? await ListAsync<HeldChild>(job, "held-children", ct) : [];
            FindingsWorkbook.Write(Path.Combine(drop.Folder.FullName, Workbook), drop, job, await DropChildren.ReadAsync(drop, map, ct), findings, rejected, held);
            if (job.CheckedByYear is { } by)
            {
                notices.Say($"{drop.Name}: {YearNotice.Of(job.Year, by)}");
            }

            return job.IsDone
                ? new DropResult(true, string.Create(
                    CultureInfo.InvariantCulture, $"{job.Counts.Children:N0} children, {job.Counts.Held:N0} held, {job.Counts.RejectedRows:N0} rows given back, {job.Counts.Findings:N0} findings."))
                : new DropResult(false, $"{job.Problem?.Code}: {job.Problem?.Detail}");
        }
        catch (Exception fault) when (Notices.IsOfAFile(fault))
        {
            // It would come again at every start, and keep all later drops waiting behind this one.
            return Fail(drop, job is null
                ? $"It could not be read, and was not handed in: {fault.Message}"
                : $"It was handed in, and import {job.Id} is {job.State}, but {Workbook} could not be written: {fault.Message} ./partnership imports findings {job.Id} --council {code} counts what it found.");
        }
    }

    private DropResult Fail(Drop drop, string why)
    {
        notices.Try(drop.Name, () => File.WriteAllText(Path.Combine(drop.Folder.FullName, Failure), why + Environment.NewLine));
        return new DropResult(false, why);
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
