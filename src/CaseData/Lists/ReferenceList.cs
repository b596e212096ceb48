namespace Partnership.CaseData.Lists;

/// <summary>A published list that some rules look things up in. It is no part of a return: whoever checks has it, or these rules are not run.</summary>
public enum ReferenceList
{
    /// <summary>The ONS Postcode Directory: which council a postcode lies in, and where.</summary>
    Postcodes,

    /// <summary>Ofsted's list of registered children's homes and other providers, by their unique reference number.</summary>
    Providers,
}
