using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>How often an import broke each rule is known for as long as the import is, and not for as long as its findings.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130222000_CountedFindings")]
    public partial class CountedFindings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(name: "findings_kept", table: "import", type: "smallint", nullable: false, defaultValue: (short)0);
            migrationBuilder.CreateTable(
                name: "import_rule_count",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    children = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_rule_count", x => new { x.import_id, x.rule });
                    table.ForeignKey("FK_import_rule_count_import_import_id", x => x.import_id, "import", "id", onDelete: ReferentialAction.Cascade);
                });

            // Of an import without a finding nothing was lost. What is left of the others is of held children alone, and no count.
            migrationBuilder.Sql("update import set findings_kept = case when findings = 0 then 1 else 2 end where state = 2 and finished_at < now() - interval '800 days'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "import_rule_count");
            migrationBuilder.DropColumn(name: "findings_kept", table: "import");
        }
    }
}
