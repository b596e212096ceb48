using System.CommandLine;
using System.Globalization;
using Partnership.Faults;

// ./partnership faults: breaks the running system in every way it can, and counts what was lost.
var seed = new Option<int>("--seed") { Description = "One seed gives the same faults in the same order", DefaultValueFactory = _ => 1 };
var minutes = new Option<double>("--minutes") { Description = "How long things go wrong at least; each fault strikes once, however long that takes", DefaultValueFactory = _ => 10 };
var only = new Option<string?>("--only") { Description = "Only faults whose name contains this, or one of several with commas between them" };
var hold = new Option<double>("--hold") { Description = "For how many seconds something stands still, is cut off, full or wrong", DefaultValueFactory = _ => FaultRun.UsualHold.TotalSeconds };
var disk = new Option<bool>("--small-disk") { Description = "The folder for temporary files lies on a small disk of this run's own, which it may fill" };
var command = new RootCommand("Break the running system in every way there is, while work goes on, and count what was lost.") { seed, minutes, only, hold, disk };
command.SetAction(async (parsed, _) =>
{
    var random = new Random(parsed.GetValue(seed));
    var lasting = TimeSpan.FromMinutes(parsed.GetValue(minutes));
    var skews = FaultCatalogue.Skews(TimeProvider.System.GetUtcNow(), lasting);
    if (skews.Length < 2)
    {
        Console.Error.WriteLine("It is too near midnight in London to set a clock an hour wrong both ways: what would show another day is left out.");
    }

    if (!FaultCatalogue.All(parsed.GetValue(disk), skews).Exists(IsChosen))
    {
        Console.Error.WriteLine($"No fault has a name that contains '{parsed.GetValue(only)}'.");
        return 2;
    }

    var run = new FaultRun(
        parsed.GetValue(seed),
        scale: 0.3m,
        TimeSpan.FromSeconds(parsed.GetValue(hold)),
        region => FaultCatalogue.During(
            lasting,
            [.. FaultCatalogue.All(parsed.GetValue(disk), region.Clock is null ? [] : skews)
                .Where(IsChosen)],
            random),
        Console.Error.WriteLine);
    var report = await run.RunAsync();
    Show(report, parsed.GetValue(seed));
    return report.IsGood ? 0 : 1;

    bool IsChosen(Fault fault) => (parsed.GetValue(only) ?? "").Split(',').Any(part => fault.Name.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase));
});
return await command.Parse(args).InvokeAsync();

static void Show(FaultReport report, int seed)
{
    Console.WriteLine($"{"Fault",-30}{"Times",6}{"Median",10}{"Longest",10}{"Repeated",10}{"Lost",6}{"Duplicated",12}{"Write p50",12}{"p99",10}{"Others p50",12}{"p99",10}{"Memory",11}{"Waiting",9}{"Drained",10}");
    foreach (var outcome in report.Outcomes.OrderBy(outcome => outcome.Name, StringComparer.Ordinal))
    {
        var sorted = outcome.Recovered.Order().ToList();
        Console.WriteLine(
            $"{outcome.Name,-30}{sorted.Count,6}{Seconds(sorted[sorted.Count / 2]),10}{Seconds(sorted[^1]),10}{outcome.Repeats,10}{outcome.Lost,6}{outcome.Twice,12}"
            + $"{Milliseconds(outcome.Writes, 0.50),12}{Milliseconds(outcome.Writes, 0.99),10}{Milliseconds(outcome.OthersWrites, 0.50),12}{Milliseconds(outcome.OthersWrites, 0.99),10}{outcome.Memory,7:+0;-0;0} MiB{outcome.Waiting,9}{Seconds(outcome.Drained),10}");
    }

    var all = report.Outcomes.SelectMany(outcome => outcome.Recovered).Order().ToList();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        (Median and longest time from the fault's end to a write that went the whole way; requests repeated meanwhile; how long writes that began
        while it lasted took to be answered, repeats included, of the councils that were hit and of the others; by how much the broker grew most while it lasted, or the services without their collector; the most
        messages that waited in the outboxes when it was over, and how long until these had gone out.)
        Between the faults a write took {Milliseconds(report.WritesInPeace, 0.50)} at the median and {Milliseconds(report.WritesInPeace, 0.99)} at the 99th percentile, of {report.WritesInPeace.Count}.
        Seed {seed}: {all.Count} faults, recovered in {Seconds(all[(int)Math.Ceiling(all.Count * 0.95) - 1])} at the 95th percentile.
        {report.Accepted} writes, {report.Imports} uploads and {report.Steps} steps of people accepted; {report.Sent} messages sent, {report.SentAgain} of them again.
        Reconciled: {report.Lost} lost, {report.Twice} duplicated, {report.Found.Count} disagreements.
        """));
    foreach (var alike in report.Found.GroupBy(found => (found.Check, found.Effect)))
    {
        Console.WriteLine($"  {alike.Key.Check}, {alike.Key.Effect}: {alike.Count()}");
        foreach (var found in alike.Take(10))
        {
            Console.WriteLine($"    {found.Detail}");
        }
    }

    foreach (var (answer, times) in report.Refused)
    {
        Console.WriteLine($"  refused {times} times: {answer}");
    }

    foreach (var (damage, found) in report.Damage)
    {
        Console.WriteLine($"  planted {damage}: {(found ? "found" : "NOT FOUND")}");
    }
}

static string Milliseconds(IReadOnlyList<TimeSpan> times, double share) =>
    times.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{times.Order().ElementAt((int)Math.Ceiling(times.Count * share) - 1).TotalMilliseconds:N0} ms");

static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:N1} s");
