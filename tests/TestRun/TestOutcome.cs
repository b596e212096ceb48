using System.Xml.Linq;

namespace Partnership.TestRun;

/// <summary>How many tests passed, failed and were not run.</summary>
internal readonly record struct TestOutcome(int Passed, int Failed, int Skipped)
{
    public static TestOutcome operator +(TestOutcome one, TestOutcome other) =>
        new(one.Passed + other.Passed, one.Failed + other.Failed, one.Skipped + other.Skipped);

    /// <summary>Counts the results of a TRX file; nothing when there is none.</summary>
    public static TestOutcome Read(string file)
    {
        if (!File.Exists(file))
        {
            return default;
        }

        var outcomes = XDocument.Load(file).Descendants()
            .Where(element => element.Name.LocalName == "UnitTestResult")
            .CountBy(element => (string?)element.Attribute("outcome") ?? "")
            .ToDictionary();
        var passed = outcomes.GetValueOrDefault("Passed");

        // What is to be run by hand alone is not runnable here.
        var skipped = outcomes.GetValueOrDefault("NotExecuted") + outcomes.GetValueOrDefault("NotRunnable");
        return new TestOutcome(passed, outcomes.Values.Sum() - passed - skipped, skipped);
    }
}
