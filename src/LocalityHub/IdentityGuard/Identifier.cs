namespace Partnership.LocalityHub.IdentityGuard;

/// <summary>What a place in a text gives away.</summary>
internal enum IdentifierKind
{
    NhsNumber = 1,

    /// <summary>A day of birth: one of the family's own, or one that the words before it call so.</summary>
    DateOfBirth = 2,

    Postcode = 3,

    Phone = 4,

    Email = 5,

    /// <summary>A house or flat with its street, or a line of the family's own address.</summary>
    Address = 6,

    /// <summary>A name of the family's own.</summary>
    Name = 7,
}

/// <summary>A place in a text that would identify a family: where it is, never what stands there.</summary>
/// <param name="Kind">What it gives away.</param>
/// <param name="Offset">Its first character, counted from 0 in UTF-16 units.</param>
/// <param name="Length">How long it is.</param>
internal sealed record Identifier(IdentifierKind Kind, int Offset, int Length);

/// <summary>What is known of a family that its texts must not say.</summary>
/// <param name="Names">Names of its members, whole or in parts, as people call them.</param>
/// <param name="DatesOfBirth">Its members' days of birth.</param>
/// <param name="AddressLines">Lines of its addresses.</param>
internal sealed record KnownFamily(IReadOnlyList<string> Names, IReadOnlyList<DateOnly> DatesOfBirth, IReadOnlyList<string> AddressLines)
{
    public static KnownFamily Nobody { get; } = new([], [], []);

    /// <summary>The same for texts whose words are not the family's: their names would be found by accident.</summary>
    public KnownFamily WithoutNames => this with { Names = [] };
}
