using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.AdoptionSupportFund.WhatIf;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Pictures;

/// <summary>The picture of a what-if: what the year's real applications cost and who pays, and the same in the year after under what was asked.</summary>
internal static class DrawWhatIf
{
    public static ContentHttpResult Of(string whose, AskWhatIf.Response answer, AskWhatIf.Question question)
    {
        var (was, next) = (RulePack.NameOf(new YearEnded(answer.Year)), RulePack.NameOf(new YearEnded(answer.Year + 1)));
        List<(string Heading, IReadOnlyList<Bar> Bars)> panels =
        [
            ($"What is needed and who pays, from {was}'s applications", [Bar($"{was} as it was", answer.AsItWas), Bar($"{next} as it would be", answer.AsItWouldBe)]),
        ];
        if (answer.Councils is { } councils)
        {
            panels.Add(($"{was} as it was, by council", [.. councils.Select(council => Bar(council.Name, council.DemandPence, council.ShortfallPence))]));
            panels.Add(($"{next} as it would be, by council", [.. councils.Select(council => Bar(council.Name, council.NextDemandPence, council.NextShortfallPence))]));
        }

        return DrawFund.Picture($"What if: {Said(question)}, {whose}", [.. panels]);
    }

    private static Bar Bar(string name, YearCost? cost) => Bar(name, cost?.DemandPence, cost?.ShortfallPence);

    private static Bar Bar(string name, long? demand, long? shortfall) => demand is { } needed && shortfall is { } left
        ? new Bar(name, [("the fund", needed - left), ("others", left)], $"{DrawFund.Pounds(left)} short of {DrawFund.Pounds(needed)}")
        : new Bar(name, [("hidden", 0)], DrawFund.TooFew);

    private static string Said(AskWhatIf.Question question)
    {
        string?[] changes =
        [
            question.LimitPence is { } limit ? $"a limit of {DrawFund.Pounds(limit)}" : null,
            question.MatchPercent is { } match ? $"{match}% match funding" : null,
            question.RateChangePercent is not 0 and var rates ? $"rates {Signed(rates)}" : null,
            question.ChildrenChangePercent is not 0 and var children ? $"children {Signed(children)}" : null,
        ];
        var said = changes.OfType<string>().ToList();
        return said.Count == 0 ? "nothing changes" : string.Join(", ", said);
    }

    private static string Signed(int percent) => percent.ToString("+0'%';-0'%'", CultureInfo.InvariantCulture);
}
