using Microsoft.AspNetCore.Http;

namespace Partnership.ServiceDefaults.Problems;

/// <summary>The status that an endpoint's result will have.</summary>
internal static class ResultStatus
{
    public static int Of(object? result) => result switch
    {
        INestedHttpResult nested => Of(nested.Result),
        IStatusCodeHttpResult { StatusCode: { } status } => status,
        _ => StatusCodes.Status200OK,
    };
}
