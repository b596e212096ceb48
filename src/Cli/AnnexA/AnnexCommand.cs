using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Partnership.CaseData.AnnexA;
using Partnership.CaseData.Ssda903;
using Partnership.Cli.Changes;
using Partnership.Cli.Stack;

namespace Partnership.Cli.AnnexA;

/// <summary><c>partnership annexa</c>: reads an Annex A workbook offline, and sends on its children as the daily feed does, and its households.</summary>
internal static class AnnexCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The workbook, xlsx or xls" };
        var map = new Option<FileInfo>("--map") { Description = "What the council's workbook calls things; without it, with --council, the map that the council keeps" };
        var suggest = new Option<bool>("--suggest") { Description = "Print a map of the headings that are not known and of the values that are no codes, for a person to look over" };
        var council = new Option<string>("--council") { Description = "Send the children of lists 8 and 10, and the households of List 11, to this council" };
        var command = StackConnection.Add(new Command(
            "annexa", "Read lists 8, 10 and 11 of an Annex A workbook; exit code 0 clean, 1 rows or values given back, 2 unreadable") { file, map, suggest, council });
        command.SetAction((parsed, ct) => RunAsync(
            StackConnection.Of(parsed), parsed.GetValue(file)!, parsed.GetValue(map), parsed.GetValue(suggest), parsed.GetValue(council), ct));
        return command;
    }

    private static async Task<int> RunAsync(StackConnection stack, FileInfo file, FileInfo? mapFile, bool suggest, string? code, CancellationToken ct)
    {
        var map = mapFile is not null ? AnnexMapFile.Read(mapFile) : code is not null ? await MapOfAsync(stack, code, ct) : AnnexMap.None;
        if (suggest)
        {
            var (headings, values) = Open(file, workbook => (AnnexReader.Suggest(workbook, file.Name, map), AnnexReader.SuggestValues(workbook, file.Name, map)));
            MapFile.SayWhatIsNotListed(values);
            Terminal.Print(AnnexMapFile.Suggest(headings, values.Values));
            return Verb.Done;
        }

        var read = Open(file, workbook => AnnexReader.Read(workbook, file.Name, map));

        foreach (var row in read.Rejected)
        {
            Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"List {(int)row.List}, row {row.Row}{(row.Column is { } column ? $", {column}" : "")}: {row.Reason}"));
        }

        foreach (var unread in read.Unread)
        {
            Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"List {(int)unread.List}, {unread.Column}: {unread.Cells} cells hold no code and are left out. --suggest writes a map of what they may stand for."));
        }

        foreach (var suggestion in read.Suggestions)
        {
            Terminal.Say($"List {(int)suggestion.List} has a heading '{suggestion.Heading}' that is read past; it may stand for {suggestion.Key ?? string.Join(" or ", suggestion.Alternatives)}. --suggest writes a map.");
        }

        foreach (var list in read.Lists.Order())
        {
            var rows = read.Rows.Count(row => row.List == list);
            Terminal.Print(list == AnnexList.ProspectiveAdopters
                ? string.Create(CultureInfo.InvariantCulture, $"List {(int)list}: {rows} adopters in {read.Households.Count} households")
                : string.Create(CultureInfo.InvariantCulture, $"List {(int)list}: {rows} children"));
        }

        var refused = code is null
            ? 0
            : await SendAsync(stack, code, "changes", "children", "la_child_id", AnnexRecords.Of(read), ct)
                + await SendAsync(stack, code, "households/changes", "households", "reference", AnnexHouseholds.Of(read, file.Name), ct);
        if (code is not null)
        {
            foreach (var (half, what) in read.HalfChildren.Select(child => (child, "Child")).Concat(read.HalfHouseholds.Select(household => (household, "Household"))).Order())
            {
                Terminal.Say($"{what} {half}: not sent, for a row of theirs was given back.");
            }
        }

        return read.Rejected.Count + read.Unread.Count + refused == 0 ? Verb.Done : Verb.Findings;
    }

    /// <summary>The map that the council keeps, unless one is handed in.</summary>
    private static async Task<AnnexMap> MapOfAsync(StackConnection stack, string code, CancellationToken ct)
    {
        using var council = stack.AsCouncil(code);
        return (await council.GetAsync<AnnexMapFile>($"/api/v1/councils/{code}/annex-map", ct)).ToMap();
    }

    private static T Open<T>(FileInfo file, Func<Stream, T> read)
    {
        try
        {
            using var stream = file.OpenRead();
            return read(stream);
        }
        catch (UnreadableReturnException unreadable)
        {
            throw new CommandFailedException(unreadable.Message, unreadable.Code == "missing-columns" ? "--suggest writes a map of the headings that are not known." : null);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file.FullName} cannot be opened.", cause: missing);
        }
    }

    private static async Task<int> SendAsync(
        StackConnection stack, string code, string where, string what, string key, IReadOnlyList<JsonObject> records, CancellationToken ct)
    {
        if (records.Count == 0)
        {
            return 0;
        }

        using var council = stack.AsCouncil(code);
        var sent = await RecordBatches.SendAsync(
            council, $"/api/v1/councils/{code}/{where}", records.ToAsyncEnumerable(), records.Count, $"{code} {what}",
            (_, record, problem) => Terminal.Say($"{(what == "children" ? "Child" : "Household")} {record[key]}: {problem.Code} ({problem.Field}): {problem.Detail}"), ct);
        Terminal.Print(sent.Summary(what));
        return sent.Refused;
    }
}
