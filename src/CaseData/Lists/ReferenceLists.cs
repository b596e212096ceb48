using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Rules;

namespace Partnership.CaseData.Lists;

/// <summary>The lists at hand for a check, and whose return it is. Safe to use from several threads at once.</summary>
public sealed record ReferenceLists
{
    private readonly CouncilArea? _council;
    private readonly bool _listKnowsCouncil;

    /// <summary>Takes lists that have been read.</summary>
    /// <param name="postcodes">The postcode directory; null when it is not at hand.</param>
    /// <param name="providers">Ofsted's list; null when it is not at hand.</param>
    /// <param name="council">The three digits of the council whose return is checked; null when nobody said.</param>
    public ReferenceLists(PostcodeDirectory? postcodes, ProviderList? providers, string? council)
    {
        Postcodes = postcodes;
        Providers = providers;
        _council = council is null ? null : CouncilArea.Of(council);
        _listKnowsCouncil = _council is not null && providers?.Names(_council.Name) == true;
    }

    /// <summary>None of them, which is how a return is checked until somebody gives them.</summary>
    public static ReferenceLists None { get; } = new(null, null, null);

    /// <summary>The postcode directory; null when it is not at hand.</summary>
    public PostcodeDirectory? Postcodes { get; }

    /// <summary>Ofsted's list; null when it is not at hand.</summary>
    public ProviderList? Providers { get; }

    /// <summary>What tells these lists from later ones, by which other things may be found in the same rows; empty without any.</summary>
    public string Edition => Postcodes is null && Providers is null ? string.Empty : $":{Postcodes?.Edition}:{Providers?.Edition}";

    /// <summary>The code of a council's area in the postcode directory, by its three digits (860 is E10000028); null when there is no such council.</summary>
    public static string? AreaOf(string code) => CouncilArea.Of(code)?.OnsCodes[0];

    /// <summary>Whether a list is at hand.</summary>
    public bool Has(ReferenceList list) => list == ReferenceList.Postcodes ? Postcodes is not null : Providers is not null;

    /// <summary>Whether everything is at hand that a rule looks things up in, and it is known whose return it is where it asks.</summary>
    public bool Suffice(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.NeedsLists.All(Has) && (_council is not null || !rule.NeedsCouncil);
    }

    /// <summary>Whether an area of the postcode directory is the council's own.</summary>
    internal bool IsOwn(string? area) => area is not null && _council is not null && _council.OnsCodes.Contains(area);

    /// <summary>Whether the council itself stands in Ofsted's list as the one where a provider is; null when the list names no provider of the council's, and so calls it something else.</summary>
    internal bool? IsOwn(Provider? provider) => _listKnowsCouncil ? provider?.IsOf(_council!.Name) == true : null;
}
