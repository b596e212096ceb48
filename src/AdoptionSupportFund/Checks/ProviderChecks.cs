namespace Partnership.AdoptionSupportFund.Checks;

/// <summary>Whether the register knows the provider, for this therapy, with its checks in date, here and at this rate.</summary>
internal static class ProviderChecks
{
    public static IEnumerable<Finding> Of(LineFacts line, ApplicationFacts application)
    {
        if (line.Provider is not { } id)
        {
            yield return new Finding("line.no-provider", Line: line.Number);
            yield break;
        }

        if (!application.Providers.TryGetValue(id, out var provider) || !provider.IsActive)
        {
            yield return new Finding("provider.unknown", Line: line.Number);
            yield break;
        }

        if (!(provider.ChecksDue >= application.AppliedOn))
        {
            yield return new Finding("provider.check-overdue", Line: line.Number, Day: provider.ChecksDue);
        }

        if (!provider.Rates.TryGetValue(line.Therapy, out var agreed))
        {
            yield return new Finding("provider.therapy", Line: line.Number);
        }
        else if (line.RatePence > agreed)
        {
            yield return new Finding("provider.rate", Line: line.Number, Pence: line.RatePence - agreed);
        }

        if (provider.Areas.Count > 0 && !provider.Areas.Contains(application.Council))
        {
            yield return new Finding("provider.area", Line: line.Number);
        }
    }
}

/// <summary>The same, or nearly the same, asked for twice.</summary>
internal static class OverlapChecks
{
    public static IEnumerable<Finding> Of(LineFacts line, IReadOnlyList<OtherLine> others)
    {
        foreach (var child in line.Funding.Select(part => part.Child).Distinct())
        {
            var same = others.Where(other => other.Child == child && other.Therapy == line.Therapy && other.Overlaps(line)).ToList();
            if (same.Exists(other => other.Provider == line.Provider))
            {
                yield return new Finding("line.duplicate", Child: child, Line: line.Number);
            }
            else if (same.Count > 0)
            {
                yield return new Finding("line.overlap", Child: child, Line: line.Number);
            }
        }
    }
}
