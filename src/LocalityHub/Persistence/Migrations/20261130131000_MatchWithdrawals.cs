using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Matches that fell through before the child moved in.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130131000_MatchWithdrawals")]
    public partial class MatchWithdrawals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "match_withdrawal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    link_id = table.Column<Guid>(type: "uuid", nullable: true),
                    matched_on = table.Column<DateOnly>(type: "date", nullable: true),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table => table.PrimaryKey("PK_match_withdrawal", x => x.id));

            migrationBuilder.CreateIndex(name: "match_withdrawal_child", table: "match_withdrawal", column: "child_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "match_withdrawal");
    }
}
