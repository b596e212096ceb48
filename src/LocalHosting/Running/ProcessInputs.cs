namespace Partnership.LocalHosting;

/// <summary>Works out a process's variables and arguments: every callback in order, then every value filled in.</summary>
internal static class ProcessInputs
{
    public static async Task<(Dictionary<string, string> Environment, List<string> Arguments)> ResolveAsync(
        IResource resource, ProcessLaunch launch, ApplicationRunner application, CancellationToken cancellationToken)
    {
        var environment = launch.InheritEnvironment ? application.Ambient.ForChildren() : ServerEnvironment.Of(launch);
        foreach (var (name, value) in launch.Environment)
        {
            environment[name] = value;
        }

        foreach (var (name, value) in await EnvironmentAsync(resource, application, cancellationToken))
        {
            environment[name] = value;
        }

        var arguments = new CommandLineArgsCallbackContext(application.ExecutionContext, resource, application.Logger, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(arguments);
        }

        var resolved = new List<string>();
        foreach (var argument in arguments.Args)
        {
            resolved.Add(await TextAsync(argument, cancellationToken));
        }

        return (environment, resolved);
    }

    private static async Task<Dictionary<string, string>> EnvironmentAsync(
        IResource resource, ApplicationRunner application, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(application.ExecutionContext, resource, application.Logger, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            variables[name] = await TextAsync(value, cancellationToken);
        }

        return variables;
    }

    private static async Task<string> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? "",
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken) ?? "",
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
