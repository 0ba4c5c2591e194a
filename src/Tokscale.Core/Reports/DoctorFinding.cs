namespace Tokscale.Core.Reports;

/// <summary>Something that makes a number differ from what one may expect.</summary>
/// <param name="Kind">A word for programs.</param>
/// <param name="Count">How often.</param>
/// <param name="NeedsAttention">False for what is merely good to know.</param>
/// <param name="What">What was found.</param>
/// <param name="Advice">What it means, and what can be done.</param>
public sealed record DoctorFinding(string Kind, long Count, bool NeedsAttention, string What, string Advice);
