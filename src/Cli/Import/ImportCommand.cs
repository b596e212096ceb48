using System.CommandLine;
using System.Globalization;
using Partnership.Cli.Check;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Import;

/// <summary><c>partnership import</c>: hands in one year's return as that council's case system would.</summary>
internal static class ImportCommand
{
    private const int Shown = 10;

    public static Command Create()
    {
        var council = new Option<string>("--council") { Description = "The council's three-digit number", Required = true };
        var year = new Option<int>("--year") { Description = "The collection year, named by the year in which it ends", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change no child, and tell what the import would do" };
        var directory = new Argument<DirectoryInfo>("DIR") { Description = "The folder with the return's CSV files" };
        var command = StackConnection.Add(
            new Command("import", "Hand in a year's return for a council, through the gateway") { council, year, dryRun, directory });
        command.SetAction((parsed, ct) => RunAsync(
            StackConnection.Of(parsed), parsed.GetValue(council)!, parsed.GetValue(year), parsed.GetValue(directory)!, parsed.GetValue(dryRun), ct));
        return command;
    }

    private static async Task<int> RunAsync(StackConnection stack, string code, int year, DirectoryInfo directory, bool dryRun, CancellationToken ct)
    {
        using var council = stack.AsCouncil(code);
        var import = await Terminal.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask(string.Create(CultureInfo.InvariantCulture, $"{code} {year}"), maxValue: 1);
            bar.IsIndeterminate = true;
            return await ReturnUpload.RunAsync(council, code, year, directory, job => Show(bar, job), stack.Clock, ct, dryRun: dryRun);
        });

        if (import.HasFailed)
        {
            return Fail(import);
        }

        Summarise(import.Counts);
        if (import.CheckedByYear is { } by)
        {
            Terminal.Say(YearNotice.Of(import.Year, by));
        }

        if (dryRun)
        {
            Terminal.Print($"Nothing was changed. ./partnership imports preview {import.Id} --council {code} lists what would be, child by child.");
        }
        else
        {
            await ListHeldAsync(council, code, import, ct);
        }

        await ListRejectedAsync(council, code, import, ct);
        return import.Counts.Held > 0 || import.Counts.RejectedRows > 0 ? Verb.Findings : Verb.Done;
    }

    /// <summary>Moves a bar on to where the job is.</summary>
    public static void Show(ProgressTask bar, ImportJob job)
    {
        if (job.Progress.Total > 0)
        {
            bar.IsIndeterminate = false;
            bar.MaxValue = job.Progress.Total;
            bar.Value = job.Progress.Done;
        }
    }

    /// <summary>Says why a job failed.</summary>
    public static int Fail(ImportJob job)
    {
        Terminal.Problem(new CommandFailedException($"{job.Problem?.Code ?? "import.failed"}: {job.Problem?.Detail ?? "The import failed."}"));
        return Verb.Failed;
    }

    private static void Summarise(ImportCounts counts)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in (string[])["Children", "New", "Updated", "Unchanged", "Held", "Rows", "Rejected rows", "Findings"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        table.AddRow([.. new[]
        {
            counts.Children, counts.New, counts.Updated, counts.Unchanged, counts.Held, counts.Rows, counts.RejectedRows, counts.Findings,
        }.Select(count => count.ToString("N0", CultureInfo.InvariantCulture))]);
        Terminal.Output.Write(table);
    }

    private static async Task ListHeldAsync(GatewayClient council, string code, ImportJob import, CancellationToken ct)
    {
        if (import.Counts.Held == 0)
        {
            return;
        }

        var held = await council.GetAsync<PageOf<HeldChild>>($"/api/v1/councils/{code}/imports/{import.Id}/held-children?limit={Shown}", ct);
        Terminal.Print("Held at their last good state, for a person to mend:");
        foreach (var child in held.Items)
        {
            var doubt = child.ReversalInDoubt ? "; the region may still show a plan that has ended: mend first" : "";
            Terminal.Print($"  {child.ChildId}: {string.Join(", ", child.Reasons)}{doubt}");
        }

        SayMore(import.Counts.Held - held.Items.Count);
    }

    private static async Task ListRejectedAsync(GatewayClient council, string code, ImportJob import, CancellationToken ct)
    {
        if (import.Counts.RejectedRows == 0)
        {
            return;
        }

        var rejected = await council.GetAsync<PageOf<RejectedRow>>($"/api/v1/councils/{code}/imports/{import.Id}/rejected-rows?limit={Shown}", ct);
        Terminal.Print("Rows given back:");
        foreach (var row in rejected.Items)
        {
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"  {row.Table} row {row.Row}: {row.Reason}"));
        }

        SayMore(import.Counts.RejectedRows - rejected.Items.Count);
    }

    private static void SayMore(int more)
    {
        if (more > 0)
        {
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"  and {more} more"));
        }
    }
}
