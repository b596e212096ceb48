// What ./partnership test runs once everything is built: TestRun [FILTER]
using System.Collections.Concurrent;
using Partnership.TestRun;
using Partnership.TestSupport;

const int MostRunAgain = 3;

var root = TestProject.RepositoryRoot();
var filter = args.FirstOrDefault();
var all = TestProject.All(root);
var named = filter is null ? [] : all.Where(project => project.IsNamed(filter)).ToList();
var chosen = named.Count > 0 ? named : all;
var testName = named.Count > 0 ? null : filter;

using var memory = MemoryFolder.Take();

// One cluster and one broker for the whole run; what is given from outside is used instead.
var environment = new Dictionary<string, string>();
await using var servers = chosen.Any(project => project.UsesServers) && !TestServers.AreGiven
    ? await LocalServers.StartAsync(postgres: true, broker: true)
    : null;
if (servers is not null)
{
    environment[TestServers.PostgresVariable] = servers.Postgres;
    environment[TestServers.BrokerVariable] = servers.Broker.ToString();
    environment[TestServers.ManagementVariable] = servers.BrokerManagement.ToString();
}

// Two side by side, one for each core of a small machine, the longest first.
var outcomes = new ConcurrentDictionary<TestProject, TestOutcome>();
await Parallel.ForEachAsync(
    chosen,
    new ParallelOptions { MaxDegreeOfParallelism = 2 },
    async (project, _) => outcomes[project] = await project.RunAsync(testName, environment));

// A handful of failures may be chance, and each is told; more of them are not.
if (outcomes.Values.Sum(outcome => outcome.Causes) <= MostRunAgain)
{
    foreach (var project in chosen)
    {
        outcomes[project] = await project.AgainAsync(outcomes[project], environment);
    }
}

var total = outcomes.Values.Aggregate(TestOutcome.None, (sum, outcome) => sum + outcome);

if (total is { Passed: 0, Failed: 0 })
{
    Console.WriteLine(filter is null ? "No test ran." : $"No project and no test has a name that contains '{filter}'.");
}

if (total.Skipped > 0)
{
    Console.WriteLine($"{total.Skipped} skipped");
}

foreach (var unsteady in total.Unsteady)
{
    Console.WriteLine($"UNSTEADY (failed, then passed alone) {unsteady.Words}");
}

// Once more at the end: between a failure and the last line lie thousands of lines of logs.
foreach (var failure in total.Failures)
{
    Console.WriteLine($"FAILED {failure.Words}");
}

Console.WriteLine($"{total.Passed} passed, {total.Failed} failed");
return total is { Passed: > 0, Failed: 0 } ? 0 : 1;
