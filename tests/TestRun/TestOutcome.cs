using System.Xml.Linq;

namespace Partnership.TestRun;

/// <summary>How many tests passed and were not run, and which failed with what.</summary>
internal sealed record TestOutcome(int Passed, int Skipped, IReadOnlyList<string> Failures)
{
    public static TestOutcome None { get; } = new(0, 0, []);

    public int Failed => Failures.Count;

    public static TestOutcome operator +(TestOutcome one, TestOutcome other) =>
        new(one.Passed + other.Passed, one.Skipped + other.Skipped, [.. one.Failures, .. other.Failures]);

    /// <summary>Reads the results of a TRX file; nothing when there is none.</summary>
    public static TestOutcome Read(string file)
    {
        if (!File.Exists(file))
        {
            return None;
        }

        var results = XDocument.Load(file).Descendants()
            .Where(element => element.Name.LocalName == "UnitTestResult")
            .ToLookup(element => (string?)element.Attribute("outcome") ?? "");

        // What is to be run by hand alone is not runnable here.
        string[] skipped = ["NotExecuted", "NotRunnable"];
        return new TestOutcome(
            results["Passed"].Count(),
            skipped.Sum(outcome => results[outcome].Count()),
            [.. results.Where(group => group.Key != "Passed" && !skipped.Contains(group.Key)).SelectMany(group => group).Select(Failure)]);
    }

    private static string Failure(XElement result)
    {
        var message = result.Descendants().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value ?? "";
        return $"{(string?)result.Attribute("testName")}{Environment.NewLine}    {string.Join($"{Environment.NewLine}    ", message.Split('\n').Take(8).Select(line => line.TrimEnd()))}";
    }
}
