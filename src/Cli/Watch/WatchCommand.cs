using System.CommandLine;
using System.Globalization;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Watch;

/// <summary><c>partnership watch</c>: hands in what a nightly job drops into a folder.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var directory = new Argument<DirectoryInfo>("DIR") { Description = "The folder to watch: each return in a folder of its own whose name ends in its year, such as 2025 or nightly-2025, or with --year as files" };
        var council = new Option<string>("--council") { Description = "The council's three-digit number", Required = true };
        var quiet = new Option<int>("--quiet") { Description = "Seconds for which a folder must not have changed before it is taken", DefaultValueFactory = _ => 10 };
        var year = new Option<int?>("--year") { Description = "Take what lies in DIR itself, too: CSV and XML files of the return of this year, named by the year in which it ends" };
        var once = new Option<bool>("--once") { Description = "Hand in what is there and end" };
        var keep = new Option<int>("--keep") { Description = "Days for which workbooks of findings are kept", DefaultValueFactory = _ => 90 };
        keep.Validators.Add(result =>
        {
            if (result.GetValue(keep) is < 1 or > 3_650)
            {
                result.AddError("--keep is a number of days from 1 to 3650.");
            }
        });
        year.Validators.Add(result =>
        {
            if (result.GetValue(year) is < 2000 or > 2099)
            {
                result.AddError("--year is a year such as 2025.");
            }
        });
        quiet.Validators.Add(result =>
        {
            if (result.GetValue(quiet) is < 0 or > 86_400)
            {
                result.AddError("--quiet is a number of seconds from 0 to 86400.");
            }
        });
        var command = StackConnection.Add(new Command(
            "watch", "Hand in the returns that a nightly job drops into a folder, and put each with a workbook of findings under done or failed; what is not taken is said once on standard error, with what to do")
        {
            directory, council, year, quiet, keep, once,
        });
        command.SetAction((parsed, ct) => RunAsync(
            StackConnection.Of(parsed), parsed.GetValue(directory)!, parsed.GetValue(council)!, parsed.GetValue(year), TimeSpan.FromSeconds(parsed.GetValue(quiet)),
            TimeSpan.FromDays(parsed.GetValue(keep)), parsed.GetValue(once), ct));
        return command;
    }

    private static async Task<int> RunAsync(StackConnection stack, DirectoryInfo directory, string code, int? year, TimeSpan quiet, TimeSpan keep, bool once, CancellationToken ct)
    {
        if (!directory.Exists)
        {
            throw new CommandFailedException($"There is no folder {directory.FullName}.");
        }

        using var council = stack.AsCouncil(code);
        var notices = new Notices();
        var folder = new WatchedFolder(directory, quiet, keep, year, notices, stack.Clock);
        var imports = new DropImport(council, code, notices, stack.Clock);
        var forgotten = new ForgottenChildren(council, code, directory, folder, notices, stack.Clock);
        var allWell = true;
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        Terminal.Say($"Watching {directory.FullName} for returns of {code}. Ctrl+C ends it.");
        while (true)
        {
            folder.Expire();
            await forgotten.LookAsync(ct);
            foreach (var drop in folder.Take())
            {
                folder.SayWhatStaysIn(drop, code);
                var result = await imports.RunAsync(drop, ct);
                allWell &= result.IsDone;

                // Said once, however long the hub is away: the drop stays aside and is handed in when it is back.
                if (!result.Waits || waiting.Add(drop.Name))
                {
                    Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{drop.Name} ({drop.Year}): {result.Line} {(result.Waits ? "It waits in working." : WhereItIs(folder, drop, result))}"));
                }

                if (!result.Waits)
                {
                    waiting.Remove(drop.Name);
                }
            }

            folder.SayWhatStays(code);
            if (once)
            {
                return allWell ? Verb.Done : Verb.Findings;
            }

            await Task.Delay(folder.LookAgain, stack.Clock, ct);
        }
    }

    private static string WhereItIs(WatchedFolder folder, Drop drop, DropResult result) =>
        folder.Settle(drop, result) ?? "It could not be moved out of working, and stays there until watch is started again.";
}
