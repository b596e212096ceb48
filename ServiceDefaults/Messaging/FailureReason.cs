using Npgsql;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Why something failed, in words that cannot carry a person's details: exception texts may, so they stay out.</summary>
internal static class FailureReason
{
    public static string Of(Exception exception)
    {
        var parts = new List<string>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            parts.Add(cause switch
            {
                PostgresException refused => $"PostgresException {refused.SqlState} {refused.ConstraintName ?? refused.TableName}".TrimEnd(),
                System.Net.Sockets.SocketException socket => $"SocketException {socket.SocketErrorCode}",
                _ => cause.GetType().Name,
            });
        }

        return string.Join(" < ", parts);
    }
}
