using FsCheck;
using FsCheck.Fluent;
using Partnership.AdoptionSupportFund.Checks;

namespace Partnership.AdoptionSupportFund.Tests.Applications;

/// <summary>
/// Whatever two to four people of two councils do to the same few children, in whatever interleaving: at no time is more committed and spent of the
/// fund's money for a child than its fair access limit, and its balance says just that.
/// </summary>
public sealed class InterleavingPropertyTests
{
    private const int MostRounds = 5;
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(7);
    private static readonly string[] Wanted = [.. Enum.GetNames<Act>(), "limit.fair-access"];

    [Fact]
    public async Task Limit_OfAnyChild_HoldsInAnyInterleaving()
    {
        // No exception passes a limit: where one may one day, it has to be counted here.
        Assert.All(FindingBook.Kinds.Where(kind => kind.Key.StartsWith("limit.", StringComparison.Ordinal)), kind => Assert.Equal((Severity.Blocks, 0), (kind.Value.Severity, kind.Value.Exceptions.Count)));
        await using var fund = await FundHost.AtAsync(FundHost.Today);
        await fund.ProviderAsync();
        var counts = new Dictionary<string, int>();

        var property = Prop.ForAll(Histories, async history =>
        {
            await using var play = new Interleaving(fund);
            await play.RunAsync(history);
            foreach (var (what, count) in play.Counts)
            {
                counts[what] = counts.GetValueOrDefault(what) + count;
            }
        });

        // Once more where chance has left something out: how the people meet is nobody's to say.
        for (var round = 0; round == 0 || (round < MostRounds && Wanted.Any(what => !counts.ContainsKey(what))); round++)
        {
            property.Check(Runs);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}")));

        // What never happens proves nothing: each act was done, and the limit was met.
        Assert.All(Wanted, what => Assert.True(counts.GetValueOrDefault(what) > 0, $"{what} never happened"));
    }

    private static Arbitrary<IReadOnlyList<Step>[]> Histories => (
        from people in Gen.Choose(2, 4)
        from histories in Steps.ArrayOf(people)
        select histories).ToArbitrary();

    // Each begins with an application, so that there is something to act on, and does everything once or twice.
    private static Gen<IReadOnlyList<Step>> Steps =>
        from first in StepOf(Act.Apply)
        from order in Gen.Shuffle([Act.Apply, Act.Approve, Act.Approve, Act.Amend, Act.Invoice, Act.Withdraw, Act.Return, Act.Confirm, Act.HandOver])
        from rest in Gen.CollectToArray(order, StepOf)
        select (IReadOnlyList<Step>)[first, .. rest];

    // Of £3,000 each takes enough that a few meet the limit.
    private static Gen<Step> StepOf(Act act) =>
        from pick in Gen.Choose(0, 1_000)
        from pounds in Gen.Choose(3, 22)
        select new Step(act, pick, pounds * 10_000);
}
