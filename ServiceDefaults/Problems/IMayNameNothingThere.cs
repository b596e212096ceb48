namespace Partnership.ServiceDefaults.Problems;

/// <summary>A refusal that may be for what a request's body names.</summary>
public interface IMayNameNothingThere
{
    /// <summary>
    /// Whether the body names something by its id that is not there for the caller: it may be another council's that was tried, so the attempt is entered
    /// in the audit trail as one that found nothing.
    /// </summary>
    bool NamesNothingThere { get; }
}
