using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Money;

/// <summary>Who would pay what: the fund as far as the rules let it, the council the rest.</summary>
internal static class FundingProposal
{
    /// <summary>
    /// Fills in the funding of lines that name only their children (parts of 0 pence): a line's cost is divided evenly between its children, and each
    /// child's part between the fund and the council, in the order of the lines.
    /// </summary>
    public static IReadOnlyList<LineFacts> Fill(
        IReadOnlyList<LineFacts> lines, IReadOnlyDictionary<(Guid Child, YearEnded Year), Use> used, DateOnly day, Rulebook rules)
    {
        var running = used.ToDictionary();
        foreach (var (key, given) in Asked.By([.. lines.Where(line => !IsOpen(line))], day, rules))
        {
            running[key] = running.GetValueOrDefault(key) + given;
        }

        return [.. lines.Select(line => IsOpen(line) ? Fill(line) : line)];

        LineFacts Fill(LineFacts line)
        {
            var children = line.Funding.Select(part => part.Child).Distinct().ToList();
            var isAssessment = Asked.IsAssessment(line, day, rules);
            var funding = new List<FundingFacts>();
            foreach (var (child, cost) in children.Zip(Split.Evenly(line.CostPence, children.Count)))
            {
                var key = (child, line.Year);
                var fund = rules.Of(line.Year, day) is { } pack ? Limits.FundPart(pack, day, running.GetValueOrDefault(key), cost, isAssessment) : cost;
                running[key] = running.GetValueOrDefault(key) + (isAssessment ? new Use(0, fund, 0) : new Use(fund, 0, cost - fund));
                Add(child, Funder.Fund, fund);
                Add(child, Funder.Council, cost - fund);
            }

            return line with { Funding = funding };

            void Add(Guid child, Funder funder, long pence)
            {
                if (pence > 0)
                {
                    funding.Add(new FundingFacts(child, funder, pence));
                }
            }
        }
    }

    private static bool IsOpen(LineFacts line) => line.Funding.All(part => part.Pence == 0) && line.Funding.Count > 0 && line.CostPence > 0;
}
