using Tokscale.Terminal;

namespace Tokscale.Cli.Commands;

/// <summary>How a status line looks.</summary>
/// <param name="Screen">What the place it goes to can show.</param>
/// <param name="BurnRate">How hard the model works.</param>
/// <param name="ContextLowPercent">Below this the context window has plenty of room.</param>
/// <param name="ContextMediumPercent">From this on it is nearly full.</param>
internal sealed record StatuslineStyle(ScreenStyle Screen, BurnRateForm BurnRate, double ContextLowPercent, double ContextMediumPercent);
