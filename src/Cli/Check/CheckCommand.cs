using System.CommandLine;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;
using Partnership.Cli.Stack;
using Spectre.Console;
using Rule = Partnership.CaseData.Rules.Rule;

namespace Partnership.Cli.Check;

/// <summary><c>partnership check</c>: holds a return against the validation rules of its year, offline.</summary>
public static class CheckCommand
{
    /// <summary>The verb, to be added to the root command.</summary>
    public static Command Create()
    {
        var directory = new Argument<DirectoryInfo>("DIR") { Description = "The folder with the return's CSV files, one for each table" };
        var previous = new Option<DirectoryInfo>("--previous")
        {
            Description = "The folder with last year's return, for the rules that compare the two",
        };
        var year = new Option<int>("--year") { Description = "The year in which the return's 31 March falls", Required = true };
        var map = new Option<FileInfo>("--map") { Description = "What the council's files call columns and values; without it, with --council, the map that the council keeps" };
        var council = new Option<string>("--council") { Description = "Read by the map that this council keeps in its hub; nothing is sent" };
        var suggest = new Option<bool>("--suggest") { Description = "Print a map of the headings that are not known and of the values that are no codes, for a person to look over, and check nothing" };
        var postcodes = new Option<FileInfo>("--postcodes")
        {
            Description = "The ONS Postcode Directory (CSV), for the rules on distance and place; without it postcodes.csv of .data/reference-lists, where there is one",
        };
        var providers = new Option<FileInfo>("--providers")
        {
            Description = "Ofsted's list of providers (xlsx or CSV), for the rules on its numbers; without it providers.xlsx or .csv of .data/reference-lists",
        };
        var authority = new Option<string>("--authority") { Description = "Whose return it is, such as 860, for the rules that ask whether a place is the council's own; --council says it too" };
        var json = new Option<bool>("--json") { Description = "One finding a line as JSON, and nothing else, on standard output" };
        year.Validators.Add(result =>
        {
            if (result.GetValue(year) is < 2010 or > 2100)
            {
                result.AddError("--year is a year such as 2025.");
            }
        });

        var command = StackConnection.Add(new Command("check", "Check a return (SSDA903) against the validation rules; exit code 0 clean, 1 findings, 2 unreadable")
        {
            directory, previous, year, map, council, postcodes, providers, authority, suggest, json,
        });
        command.SetAction(parsed =>
        {
            var calls = parsed.GetValue(map) is { } file ? ReturnMapFile.Read(file)
                : parsed.GetValue(council) is { } code ? KeptBy(StackConnection.Of(parsed), code)
                : ReturnMap.None;
            return parsed.GetValue(suggest)
                ? Suggest(parsed.GetValue(directory)!, calls, parsed.GetValue(year))
                : Run(
                    parsed.GetValue(directory)!, parsed.GetValue(previous), parsed.GetValue(year), calls,
                    ListFiles.Of(parsed.GetValue(postcodes), parsed.GetValue(providers), parsed.GetValue(authority) ?? parsed.GetValue(council)), parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>Waits for the hub on the thread that the check has: without a council nothing is waited for at all.</summary>
    private static ReturnMap KeptBy(StackConnection stack, string code)
    {
        using var council = stack.AsCouncil(code);
        return ReturnMapFile.KeptByAsync(council, code, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static int Suggest(DirectoryInfo directory, ReturnMap map, int year)
    {
        var suggested = ReturnFolder.Suggest(directory, map, year);
        var values = suggested.Values;
        if (suggested.NotRead.Count > 0)
        {
            Terminal.Say($"Values of {string.Join(", ", suggested.NotRead)} are suggested once it is said what the headings stand for: --suggest again with --map.");
        }

        MapFile.SayWhatIsNotListed(values);
        Terminal.Print(ReturnMapFile.Suggest(suggested.Headings, values.Values));
        return Verb.Done;
    }

    private static int Run(DirectoryInfo directory, DirectoryInfo? previous, int year, ReturnMap map, ListFiles files, bool json)
    {
        ReturnSet now = new();
        IReadOnlyList<Finding> findings = [];
        IReadOnlyList<Rule> wanting = [];
        var lists = ReferenceLists.None;
        if (Console.IsErrorRedirected)
        {
            // Nobody watches: drawing bars for a second's work would cost a tenth of it.
            Check(null);
        }
        else
        {
            Terminal.Progress().Start(Check);
        }

        var report = new CheckReport(year, now, findings, wanting, lists);
        report.ListRejectedRows(Terminal.Error);
        if (json)
        {
            report.SayWhatWasNotChecked(Terminal.Error);
            using var output = Console.OpenStandardOutput();
            report.WriteJson(output);
        }
        else
        {
            report.Summarise(Terminal.Output);
        }

        return findings.Count + now.Rejected.Count > 0 ? Verb.Findings : Verb.Done;

        void Check(ProgressContext? progress)
        {
            now = ReturnFolder.Read(directory, map, progress?.AddTask("Reading the return"));
            var last = previous is null ? null : ReturnFolder.Read(previous, map, progress?.AddTask("Reading last year's return"));
            lists = files.Open(progress);
            var bar = progress?.AddTask("Checking children");
            try
            {
                var book = RuleBook.For(year);
                findings = book.Check(now, last, bar is null ? null : (done, all) => bar.MaxValue(all).Value(done), lists);
                wanting = book.Over(now.Present, last?.Present ?? [], lists).Wanting;
            }
            catch (UnreadableReturnException unreadable)
            {
                throw new CommandFailedException(unreadable.Message, "Nothing was checked.");
            }

            bar?.Value(bar.MaxValue);
        }
    }
}
