using System.CommandLine.Parsing;
using System.Globalization;
using Partnership.Simulator;

namespace Partnership.Cli;

/// <summary>Collection years, written <c>2016-2025</c> or <c>2025</c>.</summary>
internal sealed record YearRange(int First, int Last)
{
    public static YearRange? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var parts = text.Split('-');
        if (parts.Length is 1 or 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first >= Simulation.EarliestYear && last <= Simulation.LatestYear && first <= last)
        {
            return new YearRange(first, last);
        }

        result.AddError($"'{text}' is no range of years such as 2016-2025, from {Simulation.EarliestYear} to {Simulation.LatestYear}.");
        return null;
    }
}
