namespace Tokscale.Core.Sources;

/// <summary>
/// An environment variable that says where an agent keeps logs. Its value may be a comma-separated list;
/// a leading <c>~</c> is the home directory; blanks and missing folders are ignored, and a list of nothing else is none.
/// </summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Below">
/// What may follow a value, tried in order: the first that exists is the root. An empty string is the value itself.
/// </param>
/// <param name="Adds">False: the variable, when set, replaces all <see cref="UsageSource.Roots"/>. True: it adds to them.</param>
public sealed record RootVariable(string Name, IReadOnlyList<string> Below, bool Adds = false);
