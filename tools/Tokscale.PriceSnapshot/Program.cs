using System.Globalization;
using Tokscale.SnapshotTool;

// [FOLDER with the sources' documents [DAY of the prices]]. Runs in the repository.
var lists = new PriceLists(Path.Combine("tools", "Tokscale.PriceSnapshot", "data"));
DateOnly? day = args.Length > 1 ? DateOnly.ParseExact(args[1], "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
if (args.Length > 0) new RawDocuments(args[0], day).ReplaceIn(lists);
byte[] snapshot = SnapshotWriter.Write(lists.Read());
File.WriteAllBytes(Path.Combine("src", "Tokscale.Core", "Pricing", "Data", "prices.bin"), snapshot);
foreach (var list in lists.Read()) Console.WriteLine($"{list.Source} {list.Date:yyyy-MM-dd}: {list.Count} rows");
Console.WriteLine($"prices.bin: {snapshot.Length} bytes");
