namespace Partnership.LocalHosting;

/// <summary>
/// A server with data of an earlier run knows the password that they were made with and no other: while the parameter says something
/// else, waiting helps nothing.
/// </summary>
internal sealed class WrongPasswordException(ParameterResource parameter, LocalState state, Exception refusal) : Exception(
    $"it refuses the password '{parameter.Name}', because its data were made with another one. Put the earlier value back into "
    + $"{state.ParametersFile} (or into the configuration key 'Parameters:{parameter.Name}'; after a rotation that was cut short it is the value of "
    + $"'{parameter.Name}{ParameterStore.ProposedSuffix}'), or delete {state.DataDirectory} to start afresh without its data",
    refusal);
