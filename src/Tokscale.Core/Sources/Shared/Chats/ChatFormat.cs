namespace Tokscale.Core.Sources.Shared.Chats;

/// <summary>What differs between the agents that write chats.</summary>
/// <param name="MessageType">The <c>type</c> of the model's messages.</param>
/// <param name="ProviderOf">Who serves a model.</param>
internal sealed record ChatFormat(string MessageType, Func<string, string> ProviderOf);
