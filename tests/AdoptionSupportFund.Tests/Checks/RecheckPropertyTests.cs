using FsCheck;
using FsCheck.Fluent;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.AdoptionSupportFund.Tests.Checks;

/// <summary>Whatever the application and the rules: what was checked and kept is found again by the next check, which so has nothing to write.</summary>
public sealed class RecheckPropertyTests
{
    private static readonly Guid[] Children = [Facts.Child, Facts.Sibling];
    private static readonly RulePack Now = ShippedPacks.All.Single(pack => pack.Year == new YearEnded(2026));

    [Fact]
    public void Recheck_OfAnyApplicationUnderAnyRules_FindsWhatWasKept()
    {
        var kinds = new HashSet<string>();
        Prop.ForAll((from rules in Packs from facts in Applications select (rules, facts)).ToArbitrary(), each =>
        {
            var found = ApplicationChecks.Of(each.facts, Rulebook.Shipped.With(each.rules, Now.Year.FirstDay));
            var kept = StoredFindings.Write(found);
            kinds.UnionWith(found.Select(finding => finding.Code));

            // The database gives rows back in any order.
            var again = each.facts with { Used = each.facts.Used.Reverse().ToDictionary(), Providers = each.facts.Providers.Reverse().ToDictionary() };
            var recheck = ApplicationChecks.Of(again, Rulebook.Shipped.With(PackReader.Read(new MemoryStream(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(each.rules, PackReader.Json))), Now.Year.FirstDay));
            return StoredFindings.Write(recheck) == kept && StoredFindings.Read(kept).SequenceEqual(found) && StoredFindings.Write(StoredFindings.Read(kept)) == kept;
        }).QuickCheckThrowOnFailure();

        // What finds nothing proves nothing.
        Assert.True(kinds.Count >= 15, string.Join(' ', kinds));
    }

    private static Gen<RulePack> Packs =>
        from limit in Gen.Elements<long?>(null, 0, 100_000, 300_000)
        from assessment in Gen.Elements<long?>(null, 50_000, 250_000)
        from isInside in Gen.Elements(true, false)
        from share in Gen.Elements(0, 50)
        from months in Gen.Choose(1, 6)
        from last in Gen.Choose(5, 21)
        from therapies in Gen.Choose(1, 13)
        select Now with
        {
            Revision = 2,
            Rules =
            [
                .. Now.Rules.Select(rule => rule switch
                {
                    FairAccessRule access => access with { Pence = limit },
                    AssessmentRule inside => inside with { Pence = assessment, IsInside = isInside },
                    MatchRule match => match with { SharePercent = share, CeilingPence = share == 0 ? 0 : 400_000 },
                    WindowRule window => window with { Months = months },
                    AgeRule age => age with { Last = last },
                    TherapyRule therapy => therapy with { Therapies = [.. therapy.Therapies.Take(therapies)] },
                    _ => rule,
                }),
            ],
        };

    private static Gen<ApplicationFacts> Applications =>
        from day in Gen.Choose(0, 300).Select(days => new DateOnly(2025, 4, 14).AddDays(days))
        from children in ChildOf(day).Two()
        from lines in LineOf(day).ListOf(3)
        from used in Gen.Choose(0, 400_000).Two()
        from checksDue in Gen.Choose(-30, 300)
        select Facts.Clean(day) with
        {
            Children = [children.Item1 with { Id = Facts.Child }, children.Item2 with { Id = Facts.Sibling }],
            Lines = [.. lines.Select((line, index) => line with { Number = index + 1 })],
            Used = new Dictionary<(Guid, YearEnded), Use> { [(Facts.Child, YearEnded.Of(day))] = new(used.Item1, 0, 0), [(Facts.Sibling, YearEnded.Of(day))] = new(0, used.Item2, 0) },
            Others = [.. lines.Take(1).Select(line => new OtherLine(Facts.Child, line.Therapy, Facts.Provider, line.Starts, line.Ends))],
            Providers = Facts.Clean(day).Providers.ToDictionary(pair => pair.Key, pair => pair.Value with { ChecksDue = day.AddDays(checksDue) }),
        };

    private static Gen<ChildFacts> ChildOf(DateOnly day) =>
        from route in Gen.Elements(Enum.GetValues<SupportRoute>())
        from basis in Gen.Elements(Enum.GetValues<ApplicantBasis>())
        from bornIn in Gen.Choose(2000, 2022)
        from hasPlan in Gen.Elements(true, false)
        from age in Gen.Choose(0, 250)
        from isWithdrawn in Gen.Elements(true, false)
        select new ChildFacts(Guid.Empty, route, new YearEnded(bornIn), hasPlan, basis, age > 240 ? null : new AssessmentFacts(day.AddDays(-age), isWithdrawn, age % 2 == 0));

    private static Gen<LineFacts> LineOf(DateOnly day) =>
        from therapy in Gen.Elements([.. Now.KnownTherapies, "horse-riding"])
        from provider in Gen.Elements<Guid?>(null, Facts.Provider, Guid.Empty)
        from hours in Gen.Choose(1, 8_000)
        from starts in Gen.Choose(-30, 200)
        from lasts in Gen.Choose(-5, 400)
        from pence in Gen.Choose(0, 400_000).Two()
        from funder in Gen.Elements(Enum.GetValues<Funder>())
        select new LineFacts(
            0, therapy, provider, hours / 100m, 7_600, day.AddDays(starts), day.AddDays(starts + lasts),
            [new FundingFacts(Children[0], Funder.Fund, pence.Item1), new FundingFacts(Children[hours % 2], funder, pence.Item2)]);
}
