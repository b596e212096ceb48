using System.CommandLine;
using System.Globalization;
using Partnership.Cli.Check;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Import;

/// <summary><c>partnership import</c>: hands in a return, of one year or of several, as that council's case system would.</summary>
internal static class ImportCommand
{
    private const int Shown = 10;

    public static Command Create()
    {
        var council = new Option<string>("--council") { Description = "The council's three-digit number", Required = true };
        var year = new Option<int?>("--year") { Description = "The collection year, named by the year in which it ends" };
        var years = new Option<YearRange?>("--years") { Description = "Several years in one upload, such as 2023-2025: DIR has a folder for each, named after it", CustomParser = YearRange.Parse };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change no child, and tell what the import would do: of one year" };
        var directory = new Argument<DirectoryInfo>("DIR") { Description = "The folder with the return's CSV or XML files; with --years, of the folders of the years" };
        var command = StackConnection.Add(
            new Command("import", "Hand in a return of a year, or of several, for a council, through the gateway") { council, year, years, dryRun, directory });
        command.Validators.Add(result =>
        {
            if ((result.GetValue(year) is null) == (result.GetResult(years) is null))
            {
                result.AddError("Name either --year or --years.");
            }
            else if (result.GetValue(dryRun) && result.GetResult(years) is not null)
            {
                result.AddError("A dry run is of one year: what a later year would do hangs on the earlier ones.");
            }
        });
        command.SetAction((parsed, ct) => parsed.GetValue(years) is { } range
            ? RunAsync(StackConnection.Of(parsed), parsed.GetValue(council)!, range, parsed.GetValue(directory)!, ct)
            : RunAsync(StackConnection.Of(parsed), parsed.GetValue(council)!, parsed.GetValue(year)!.Value, parsed.GetValue(directory)!, parsed.GetValue(dryRun), ct));
        return command;
    }

    private static async Task<int> RunAsync(StackConnection stack, string code, int year, DirectoryInfo directory, bool dryRun, CancellationToken ct)
    {
        using var council = stack.AsCouncil(code);
        var import = await Terminal.Progress().StartAsync(context =>
        {
            var bar = AddBar(context, code, year);
            return ReturnUpload.RunAsync(council, code, year, directory, job => Show(bar, job), stack.Clock, ct, dryRun: dryRun);
        });
        return await TellAsync(council, code, import, dryRun, ct);
    }

    /// <summary>One upload, and a job for each year, which run one after the other: a year's rules look at the year before.</summary>
    private static async Task<int> RunAsync(StackConnection stack, string code, YearRange range, DirectoryInfo directory, CancellationToken ct)
    {
        (int Year, DirectoryInfo Directory)[] years =
            [.. Enumerable.Range(range.First, range.Last - range.First + 1).Select(year => (year, new DirectoryInfo(Path.Combine(directory.FullName, year.ToString(CultureInfo.InvariantCulture)))))];
        using var council = stack.AsCouncil(code);
        var imports = await Terminal.Progress().StartAsync(async context =>
        {
            var bars = years.ToDictionary(year => year.Year, year => AddBar(context, code, year.Year));
            var ended = new List<ImportJob>();
            foreach (var (year, job) in await ReturnUpload.StartAsync(council, code, years, ct))
            {
                ended.Add(await ReturnUpload.FollowAsync(council, job, now => Show(bars[year], now), stack.Clock, ct));
            }

            return ended;
        });

        var worst = Verb.Done;
        foreach (var import in imports)
        {
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"Year ending 31 March {import.Year}:"));
            worst = Math.Max(worst, await TellAsync(council, code, import, dryRun: false, ct));
        }

        return worst;
    }

    /// <summary>Says what came of a job that has ended.</summary>
    private static async Task<int> TellAsync(GatewayClient council, string code, ImportJob import, bool dryRun, CancellationToken ct)
    {
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

    private static ProgressTask AddBar(ProgressContext context, string code, int year)
    {
        var bar = context.AddTask(string.Create(CultureInfo.InvariantCulture, $"{code} {year}"), maxValue: 1);
        bar.IsIndeterminate = true;
        return bar;
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
