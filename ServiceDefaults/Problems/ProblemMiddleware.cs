using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Partnership.ServiceDefaults.Problems;

/// <summary>
/// Answers every exception and every bare error status as problem details. An unexpected exception is logged by its type and
/// place alone: its message could quote a person's data.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return;
            }

            await AnswerAsync(context, exception);
            return;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null && response.ContentLength is null or 0)
        {
            await ProblemWriter.WriteAsync(context, ProblemTypes.ForStatus(response.StatusCode));
        }
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        var problem = ProblemExceptions.Map(exception, context);
        if (problem is null)
        {
            LogUnexpected(exception);
            Activity.Current?.AddTag("error.type", exception.GetType().FullName);
            problem = ProblemTypes.ForStatus(StatusCodes.Status500InternalServerError);
        }
        else if (problem.Status >= 500)
        {
            logger.LogWarning("Answered {Status} because of {ExceptionType}", problem.Status, exception.GetType().FullName);
        }

        context.Response.Clear();
        return ProblemWriter.WriteAsync(context, problem);
    }

    private void LogUnexpected(Exception exception)
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            logger.LogError("Unexpected {ExceptionType} at {StackTrace}", each.GetType().FullName, each.StackTrace);
        }
    }
}
