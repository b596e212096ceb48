namespace Partnership.Simulator.Care;

/// <summary>Where and with whom a child lives. The carer's number never leaves the simulation: it says who is the same carer.</summary>
internal sealed record Placement(string Place, string Provider, string Post, string Urn, int Carer)
{
    public bool IsTemporary => Place[0] == 'T';

    public bool IsAdoptive => Place is "A3" or "A4" or "A5" or "A6";

    /// <summary>The same home under another code, as when a foster carer is approved to adopt.</summary>
    public Placement As(string place) => this with { Place = place };
}
