namespace Partnership.CaseData.Ssda903;

/// <summary>The cells of a row that hold codes, by their columns: those of <see cref="CodeSets.CodeSet.Columns"/>.</summary>
internal static class CodedCells
{
    public static ReadOnlySpan<(string Column, string? Text)> Of(ReturnRow row) => row switch
    {
        HeaderRow header => new[] { ("SEX", header.Sex), ("ETHNIC", header.Ethnic) },
        EpisodeRow episode => new[]
        {
            ("RNE", episode.Rne), ("LS", episode.Ls), ("CIN", episode.Cin), ("PLACE", episode.Place), ("PLACE_PROVIDER", episode.PlaceProvider), ("REC", episode.Rec),
            ("REASON_PLACE_CHANGE", episode.ReasonPlaceChange),
        },
        ReviewRow review => new[] { ("REVIEW_CODE", review.ReviewCode) },
        UascRow uasc => new[] { ("SEX", uasc.Sex) },
        Oc2Row outcomes => new[]
        {
            ("SDQ_REASON", outcomes.SdqReason), ("CONVICTED", outcomes.Convicted), ("HEALTH_CHECK", outcomes.HealthCheck), ("IMMUNISATIONS", outcomes.Immunisations), ("TEETH_CHECK", outcomes.TeethCheck),
            ("HEALTH_ASSESSMENT", outcomes.HealthAssessment), ("SUBSTANCE_MISUSE", outcomes.SubstanceMisuse), ("INTERVENTION_RECEIVED", outcomes.InterventionReceived),
            ("INTERVENTION_OFFERED", outcomes.InterventionOffered),
        },
        Oc3Row leaver => new[] { ("IN_TOUCH", leaver.InTouch), ("ACTIV", leaver.Activ), ("ACCOM", leaver.Accom) },
        Ad1Row adopted => new[] { ("FOSTER_CARE", adopted.FosterCare), ("NB_ADOPTR", adopted.NbAdoptr), ("SEX_ADOPTR", adopted.SexAdoptr), ("LS_ADOPTR", adopted.LsAdoptr) },
        PlacedAdoptionRow decided => new[] { ("REASON_PLACED_CEASED", decided.ReasonPlacedCeased) },
        PrevPermRow earlier => new[] { ("PREV_PERM", earlier.PrevPerm), ("LA_PERM", earlier.LaPerm) },
        MissingRow missing => new[] { ("MISSING", missing.Kind) },
        SwEpisodeRow worker => new[] { ("SW_REASON", worker.SwReason) },
        _ => [],
    };
}
