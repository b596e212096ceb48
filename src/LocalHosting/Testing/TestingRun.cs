using System.Reflection;

namespace Partnership.LocalHosting;

/// <summary>
/// One run of an AppHost's program under a testing builder. The program runs on a thread of its own, which this
/// follows (an async local): it stops at the AppHost's <c>Build()</c> until the test goes on.
/// </summary>
internal sealed class TestingRun(
    Assembly appHostAssembly, string[] args, IReadOnlyDictionary<string, string?> settings, Action removeData) : IAsyncDisposable
{
    private static readonly AsyncLocal<TestingRun?> OfThisThread = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = NewSource<DistributedApplicationBuilder>();
    private readonly TaskCompletionSource _goOn = NewSource();
    private readonly TaskCompletionSource<DistributedApplication> _application = NewSource<DistributedApplication>();
    private readonly TaskCompletionSource _ended = NewSource();

    public static TestingRun? Current => OfThisThread.Value;

    public Assembly AppHostAssembly { get; } = appHostAssembly;

    public string[] Args { get; } = args;

    public IReadOnlyDictionary<string, string?> Settings { get; } = settings;

    public Task Ended => _ended.Task;

    public Task<DistributedApplicationBuilder> StartAsync()
    {
        var program = AppHostAssembly.EntryPoint
            ?? throw new InvalidOperationException($"{AppHostAssembly.GetName().Name} is not a program.");
        var thread = new Thread(() => Run(program)) { IsBackground = true, Name = "AppHost under test" };
        thread.Start();
        return _builder.Task;
    }

    /// <summary>Called by the AppHost's thread at its <c>Build()</c>: waits there for the test.</summary>
    public void HandOver(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _goOn.Task.GetAwaiter().GetResult();
    }

    public void Built(DistributedApplication application) => _application.TrySetResult(application);

    public Task<DistributedApplication> GoOnAsync()
    {
        _goOn.TrySetResult();
        return _application.Task;
    }

    /// <summary>Lets the AppHost's thread end and removes the run's data.</summary>
    public void End()
    {
        _goOn.TrySetCanceled();
        if (_ended.TrySetResult())
        {
            removeData();
        }
    }

    /// <summary>Ends the application too, if the test built one and did not dispose of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_application.Task.IsCompletedSuccessfully)
        {
            await (await _application.Task).DisposeAsync();
        }

        End();
    }

    private void Run(MethodInfo program)
    {
        OfThisThread.Value = this;
        try
        {
            var result = program.Invoke(null, program.GetParameters().Length == 0 ? [] : [Args]);
            (result as Task)?.GetAwaiter().GetResult();
            Fail(new InvalidOperationException("The AppHost's program ended without building an application."));
        }
        catch (Exception e)
        {
            Fail(e is TargetInvocationException { InnerException: { } inner } ? inner : e);
        }
    }

    private void Fail(Exception e)
    {
        _builder.TrySetException(e);
        _application.TrySetException(e);
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
