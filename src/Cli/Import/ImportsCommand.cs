using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Partnership.CaseData.Rules;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Import;

/// <summary><c>partnership imports</c>: what came of a council's imports, and the undoing of the newest.</summary>
internal static class ImportsCommand
{
    private const int Listed = 20;
    private static readonly Option<string> Council = new("--council") { Description = "The council's three-digit number", Required = true };
    private static readonly Argument<Guid> Id = new("ID") { Description = "The import's id, as imports list shows it" };
    private static readonly Option<bool> Json = new("--json") { Description = "One to a line as JSON, and nothing else" };

    public static Command Create() => new("imports", "See what came of imports and dry runs, compare two, undo the newest")
    {
        List(), Preview(), Findings(), Summary(), Compare(), Undo(),
    };

    private static Command List()
    {
        var command = New("list", $"List the newest {Listed} imports, dry runs and undoings");
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            var page = await council.GetAsync<PageOf<ImportJob>>($"{path}?limit={Listed}", ct);
            Write(
                ["Import", "Year", "Handed in (UTC)", "State", "Children", "Held", "Given back", "Findings", "What"],
                page.Items.Select(job => (string[])
                [
                    job.Id.ToString(), Number(job.Year), job.SubmittedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "", job.State, Number(job.Counts.Children),
                    Number(job.Counts.Held), Number(job.Counts.RejectedRows), Number(job.Counts.Findings),
                    job.Undoes is { } undone ? $"undoes {undone}" : job.DryRun ? "dry run" : job.UndoneAt is null ? "import" : "import, undone",
                ]));
            return Verb.Done;
        }));
        return command;
    }

    private static Command Preview()
    {
        var command = New("preview", "List what a dry run would do, child by child; children whom it would leave as they are are not in it", Id, Json);
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            var job = await EndedAsync(council, $"{path}/{parsed.GetValue(Id)}", ct);
            if (!job.DryRun)
            {
                throw new CommandFailedException("That was no dry run: what an import did is in its findings and with the children.", "Hand the files in with --dry-run.");
            }

            var found = await AllAsync<PreviewedChild>(council, $"{path}/{parsed.GetValue(Id)}/preview", ct);
            Demand(found.Count > 0 || job.Counts.New + job.Counts.Updated + job.Counts.Held == 0);
            if (parsed.GetValue(Json))
            {
                WriteLines(found);
                return Verb.Done;
            }

            Write(
                ["CHILD", "Outcome", "Held because of", "Stage", "Comes", "Goes"],
                found.Select(child => (string[])
                [
                    child.LocalId, child.Outcome, string.Join(", ", child.HoldReasons),
                    child.StageBefore == child.StageAfter ? child.StageAfter ?? "" : $"{child.StageBefore ?? "none"} to {child.StageAfter ?? "none"}",
                    string.Join(", ", child.Gained), string.Join(", ", child.Lost),
                ]));
            return Verb.Done;
        }));
        return command;
    }

    private static Command Findings()
    {
        var command = New("findings", "Count the rules that an import breaks; exit code 1 when there are any", Id, Json);
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            var job = await EndedAsync(council, $"{path}/{parsed.GetValue(Id)}", ct);
            var found = await AllAsync<ImportedFinding>(council, $"{path}/{parsed.GetValue(Id)}/findings", ct);
            Demand(found.Count > 0 || job.Counts.Findings == 0);
            if (parsed.GetValue(Json))
            {
                WriteLines(found);
            }
            else
            {
                Write(
                    ["Rule", "What to mend", "Rows", "Children", "Holds"],
                    found.GroupBy(finding => finding.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => (string[])
                    [
                        rule.Key, MendOf(rule.Key), Number(rule.Count()), ChildrenOf(rule), HoldingRules.Contains(rule.Key) ? "yes" : "",
                    ]));
            }

            return found.Count > 0 ? Verb.Findings : Verb.Done;
        }));
        return command;
    }

    private static Command Summary()
    {
        var year = new Option<int?>("--year") { Description = "Of one collection year alone, named by the year in which it ends" };
        var file = new Option<FileInfo?>("--out") { Description = "Write it to this file, which is not there yet: CSV or a workbook, as its name ends in .csv or .xlsx" };
        var command = New("summary", "Count how often each import broke which rule, the newest import first: whether the returns get better", year, file);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is { } named && FormatOf(named) is not ("csv" or "xlsx"))
            {
                result.AddError("The file's name ends in .csv or .xlsx.");
            }
        });
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, imports) =>
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{imports[..imports.LastIndexOf('/')]}/findings/summary{(parsed.GetValue(year) is { } only ? $"?year={only}" : "")}");
            if (parsed.GetValue(file) is { } named)
            {
                var isCut = await SaveAsync(council, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format={FormatOf(named)}", named, ct);
                Terminal.Print($"Written: {named.FullName}");
                if (isCut)
                {
                    Terminal.Say("It holds the newest imports alone, as many as a file may: narrow it with --year.");
                }

                return Verb.Done;
            }

            var found = await AllAsync<SummarisedImport>(council, path, ct);
            Write(
                ["Import", "Year", "Finished (UTC)", "Rule", "What to mend", "Rows", "Children", "Holds"],
                found.SelectMany(import => import.Rules.Count == 0
                    ? [Line(import, "", import.FindingsGone ? "what it broke is no longer kept" : "it broke no rule", import.FindingsGone ? "" : "0", import.FindingsGone ? "" : "0", "")]
                    : import.Rules.Select(rule => Line(import, rule.Rule, MendOf(rule.Rule), Number(rule.Rows), Number(rule.Children), rule.Holds ? "yes" : ""))));
            foreach (var import in found.Where(import => import.NotChecked.Count > 0))
            {
                Terminal.Say($"{import.ImportId}: not checked, for want of a list: {string.Join(", ", import.NotChecked)}");
            }

            return Verb.Done;
        }));
        return command;

        static string[] Line(SummarisedImport import, string rule, string mend, string rows, string children, string holds) =>
            [import.ImportId.ToString(), Number(import.Year), import.FinishedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), rule, mend, rows, children, holds];
    }

    private static string FormatOf(FileInfo file) => file.Extension.TrimStart('.').ToLowerInvariant();

    /// <summary>A new file, whole or not at all; whether there is more than fits into it.</summary>
    private static async Task<bool> SaveAsync(GatewayClient council, string path, FileInfo file, CancellationToken ct)
    {
        var target = NewFolder.CreateFile(file.FullName);
        try
        {
            await using (target)
            {
                return await council.DownloadAsync(path, target, ct);
            }
        }
        catch
        {
            file.Delete();
            throw;
        }
    }

    private static Command Compare()
    {
        var other = new Argument<Guid>("OTHER") { Description = "The import, or dry run, that it is compared with" };
        var command = New("compare", "Count by rule the children whose findings were mended since another import, and those that are new; exit code 1 when there are new ones", Id, other);
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            var rules = (await council.GetAsync<ImportComparison>($"{path}/{parsed.GetValue(Id)}/comparison/{parsed.GetValue(other)}", ct)).Rules;
            Write(
                ["Rule", "What to mend", "In both", "Mended", "New", "Rows"],
                rules.Select(rule => (string[])[rule.Rule, MendOf(rule.Rule), Number(rule.Both), Number(rule.Mended), Number(rule.New), Number(rule.Rows)]));
            return rules.Any(rule => rule.New > 0) ? Verb.Findings : Verb.Done;
        }));
        return command;
    }

    private static Command Undo()
    {
        var command = New("undo", "Undo the newest import: each child whom it changed has the rows of before again", Id);
        command.SetAction((parsed, ct) => InCouncilAsync(parsed, async (council, path) =>
        {
            var undo = await council.StartAsync($"{path}/{parsed.GetValue(Id)}/undo", () => null, ct);
            var job = await Terminal.Progress().StartAsync(async context =>
            {
                var bar = context.AddTask("Undoing", maxValue: 1);
                bar.IsIndeterminate = true;
                return await ReturnUpload.FollowAsync(council, undo, now => ImportCommand.Show(bar, now), StackConnection.Of(parsed).Clock, ct);
            });
            if (job.HasFailed)
            {
                return ImportCommand.Fail(job);
            }

            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{job.Counts.Updated:N0} children are as they were before."));
            return Verb.Done;
        }));
        return command;
    }

    private static Command New(string name, string description, params Symbol[] symbols)
    {
        var command = StackConnection.Add(new Command(name, description) { Council });
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        return command;
    }

    private static async Task<int> InCouncilAsync(ParseResult parsed, Func<GatewayClient, string, Task<int>> run)
    {
        var code = parsed.GetValue(Council)!;
        using var council = StackConnection.Of(parsed).AsCouncil(code);
        return await run(council, $"/api/v1/councils/{code}/imports");
    }

    /// <summary>The job, of which everything is known: nothing found by one that goes on or has failed would look like nothing broken.</summary>
    private static async Task<ImportJob> EndedAsync(GatewayClient council, string path, CancellationToken ct)
    {
        var job = await council.GetAsync<ImportJob>(path, ct);
        return job.IsDone ? job : throw new CommandFailedException($"This import is {job.State}.", job.HasFailed ? $"{job.Problem?.Code}: {job.Problem?.Detail}" : "Ask again when it is done.");
    }

    private static void Demand(bool isKept)
    {
        if (!isKept)
        {
            throw new CommandFailedException("What this import found is no longer kept.", "Hand the files in again, with --dry-run.");
        }
    }

    /// <summary>How many; nothing where a dry run has met children whom the hub does not know, and cannot tell apart here.</summary>
    private static string ChildrenOf(IEnumerable<ImportedFinding> findings) =>
        findings.Any(finding => finding.ChildId is null) ? "" : Number(findings.Select(finding => finding.ChildId).Distinct().Count());

    private static async Task<List<T>> AllAsync<T>(GatewayClient council, string path, CancellationToken ct)
    {
        var found = new List<T>();
        await foreach (var item in council.ListAsync<T>(path, ct))
        {
            found.Add(item);
        }

        return found;
    }

    private static void WriteLines<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            Terminal.Print(JsonSerializer.Serialize(item, JsonSerializerOptions.Web));
        }
    }

    private static void Write(string[] headings, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings)
        {
            table.AddColumn(heading);
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        if (table.Rows.Count == 0)
        {
            Terminal.Print("There are none.");
            return;
        }

        Terminal.Output.Write(table);
    }

    private static string MendOf(string rule) => RuleBook.Every.FirstOrDefault(each => each.Number == rule)?.Mend ?? "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
