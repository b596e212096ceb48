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
internal sealed record DropResult(bool IsDone, string Line);

/// <summary>Hands one drop in and writes what came of it beside its files.</summary>
internal sealed class DropImport(GatewayClient council, string code, TimeProvider clock)
{
    /// <summary>What is written beside a drop that the hub has looked at.</summary>
    public const string Workbook = "findings.xlsx";

    /// <summary>What is written beside one that it could not be given.</summary>
    public const string Failure = "failed.txt";

    public async Task<DropResult> RunAsync(Drop drop, CancellationToken ct)
    {
        try
        {
            var map = await ReturnMapFile.KeptByAsync(council, code, ct);
            var job = await ReturnUpload.RunAsync(council, code, drop.Year, drop.Folder, _ => { }, clock, ct);
            var findings = job.IsDone ? await ListAsync<ImportedFinding>(job, "findings", ct) : [];
            var rejected = job.IsDone ? await ListAsync<RejectedRow>(job, "rejected-rows", ct) : [];
            var held = job.IsDone ? await ListAsync<HeldChild>(job, "held-children", ct) : [];
            FindingsWorkbook.Write(Path.Combine(drop.Folder.FullName, Workbook), drop, job, await ChildrenAsync(drop, map, ct), findings, rejected, held);
            return job.IsDone
                ? new DropResult(true, string.Create(
                    CultureInfo.InvariantCulture, $"{job.Counts.Children:N0} children, {job.Counts.Held:N0} held, {job.Counts.RejectedRows:N0} rows given back, {job.Counts.Findings:N0} findings."))
                : new DropResult(false, $"{job.Problem?.Code}: {job.Problem?.Detail}");
        }
        catch (CommandFailedException failure)
        {
            await File.WriteAllTextAsync(Path.Combine(drop.Folder.FullName, Failure), failure.Message + Environment.NewLine, ct);
            return new DropResult(false, failure.Message);
        }
    }

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

    /// <summary>Whose each row is, from the files themselves, read as the hub reads them: it tells rows, and no child by the council's own number.</summary>
    private static async Task<Dictionary<(string Table, int Row), string>> ChildrenAsync(Drop drop, ReturnMap map, CancellationToken ct)
    {
        var read = new ReturnSet(map);
        foreach (var file in drop.Folder.EnumerateFiles().Where(ReturnUpload.IsOfAReturn).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            try
            {
                await using var stream = file.OpenRead();
                await read.ReadFileAsync(stream, file.Name, cancellationToken: ct);
            }
            catch (UnreadableReturnException)
            {
                // The hub has said so.
            }
        }

        return Tables.All.SelectMany(read.Rows).ToDictionary(row => (row.Table.ToString(), row.Row), row => row.Child);
    }
}
