namespace Partnership.Statutory;

/// <summary>Where a rule comes from.</summary>
/// <param name="Instrument">The Act, the regulations with their number, or the guidance, as practitioners cite it.</param>
/// <param name="Provision">The section, regulation, standard or chapter in it.</param>
public sealed record LegalSource(string Instrument, string Provision)
{
    /// <summary>The citation as a person reads it: provision, then instrument.</summary>
    public override string ToString() => $"{Provision}, {Instrument}";
}

/// <summary>How sure we are of a rule's wording. A rule that is not high is to be checked before anybody relies on its last day.</summary>
public enum Confidence
{
    /// <summary>Read in the instrument, or undisputed.</summary>
    High,

    /// <summary>Consistent secondary sources; the instrument itself was not read.</summary>
    Medium,

    /// <summary>One weak source, or local practice.</summary>
    Low,
}

/// <summary>What a rule's breach means.</summary>
public enum RuleForce
{
    /// <summary>A duty in an Act or regulations. There is no override.</summary>
    Hard,

    /// <summary>
    /// National minimum standards, statutory guidance or practice. It warns and never blocks: it yields to the child's welfare
    /// (Adoption and Children Act 2002, section 1(2)) with a recorded reason.
    /// </summary>
    Guidance,
}
