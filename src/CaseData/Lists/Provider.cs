namespace Partnership.CaseData.Lists;

/// <summary>A children's home, agency or other provider with Ofsted's number: all that the list says of that number, on however many rows.</summary>
internal sealed class Provider
{
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _postcodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _councils = new(StringComparer.Ordinal);
    private HashSet<string>? _kinds;
    private bool _isOpen;

    /// <summary>The day on which the registration ended, the last where there were several; null while there is one.</summary>
    internal DateOnly? RegisteredUntil { get; private set; }

    /// <summary>Whether children can be placed there under a PLACE.</summary>
    internal bool Offers(string? place) => place is not null && _places.Contains(place);

    /// <summary>Whether it is a provider of that kind (PLACE_PROVIDER); null when the list does not tell kinds.</summary>
    internal bool? IsOfKind(string? provider) => _kinds is null ? null : provider is not null && _kinds.Contains(provider);

    /// <summary>Whether it is at a postcode.</summary>
    internal bool IsAt(string postcode) => _postcodes.Contains(WithoutSpaces(postcode));

    /// <summary>Whether it stands under a council, by the council's name.</summary>
    internal bool IsOf(string council) => _councils.Contains(CouncilName.Plain(council));

    /// <summary>Takes a row of the list in; null is a column that the sheet does not have.</summary>
    internal void Add(IEnumerable<string> places, IEnumerable<string>? kinds, string? postcode, string council, DateOnly? until)
    {
        _places.UnionWith(places);
        if (kinds is not null)
        {
            (_kinds ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(kinds);
        }

        if (postcode is not null)
        {
            _postcodes.Add(WithoutSpaces(postcode));
        }

        _councils.Add(council);
        _isOpen |= until is null;
        RegisteredUntil = _isOpen ? null : RegisteredUntil is { } earlier && earlier > until ? earlier : until;
    }

    private static string WithoutSpaces(string postcode) => postcode.Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
